import { describe, expect, it } from '@jest/globals';
import { apiServerNotes } from '../../../../src/reconcilers/tiers/api-server-notes.ts';
import { anApiServer } from '../../../support/api-server-cluster.ts';
import { aContext } from '../../../support/reconcile-context.ts';

describe('apiServerNotes', () => {
  it.each([
    ['projectcalico.org/v3', /^CAL-605 .*permissions for tiers/],
    ['crd.projectcalico.org/v1', /^CAL-606 .*is not served/],
  ] as const)('say what a cluster of %s lacks without an APIServer', (calicoApi, note) => {
    expect(apiServerNotes(aContext({ calicoApi }))).toEqual([expect.stringMatching(note)]);
  });

  it('are none where there is one', () => {
    const ctx = aContext();
    anApiServer(ctx);
    ctx.shown.view('apiServers').put('default', {});
    expect(apiServerNotes(ctx)).toEqual([]);
  });
});
