import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  ignoredInstallations,
  tellIgnoredInstallations,
} from '../../../../src/reconcilers/installation/ignored-installations.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

let ctx: TestContext;

beforeEach(() => {
  ctx = aContext();
});

function holds(...names: readonly string[]): void {
  for (const name of names) {
    const object = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name } };
    ctx.shown.view('installations').put(name, object);
  }
}

describe('Installations that nothing reads', () => {
  it('are named in a warning', () => {
    holds('default', 'overlay', 'tigera-secure');
    expect(ignoredInstallations(ctx)).toEqual([
      expect.stringMatching(/^CAL-209 Installation tigera-secure: is not read/),
    ]);
  });

  it('are told by an Event where there is no other', () => {
    holds('tigera-secure');
    tellIgnoredInstallations(ctx);
    expect(ctx.happenings).toEqual([expect.objectContaining({ note: expect.stringContaining('CAL-209') })]);
  });

  it('are not told twice', () => {
    holds('default', 'tigera-secure');
    tellIgnoredInstallations(ctx);
    expect(ctx.happenings).toEqual([]);
  });
});
