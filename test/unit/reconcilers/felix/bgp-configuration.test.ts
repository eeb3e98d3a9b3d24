import { describe, expect, it } from '@jest/globals';
import type { BgpConfiguration } from '../../../../src/crds/kinds.ts';
import { decideBgp, type BgpDecision } from '../../../../src/reconcilers/felix/bgp-configuration.ts';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { settled } from '../../../support/installation-facts.ts';

const writtenBy = (...managers: readonly string[]): BgpConfiguration => ({
  apiVersion: 'projectcalico.org/v3',
  kind: 'BGPConfiguration',
  metadata: { name: 'default', managedFields: managers.map((manager) => ({ manager })) },
  spec: { programClusterRoutes: 'Disabled' },
});

function decide(live: BgpConfiguration | undefined, spec: InstallationSpec = {}): BgpDecision {
  return decideBgp({ spec: settled(spec), live, calicoApi: 'projectcalico.org/v3' });
}

describe('decideBgp', () => {
  it.each([
    ['Felix', 'Disabled'],
    ['BIRD', 'Enabled'],
  ] as const)('lets BIRD program what %s does not: %s', (clusterRoutingMode, programClusterRoutes) => {
    const { present } = decide(undefined, { calicoNetwork: { clusterRoutingMode } });
    expect(present).toEqual([expect.objectContaining({ spec: { programClusterRoutes } })]);
  });

  it.each([
    ['where there is nothing', undefined],
    ['what the user set', writtenBy('kubectl')],
  ])('leaves %s alone, where the Installation says nothing', (_what, live) => {
    expect(decide(live)).toEqual({ present: [], absent: [], overruled: [] });
  });

  it('overrules a foreign value, and says so', () => {
    const theirs = writtenBy('kubectl');
    const fieldsV1 = { 'f:spec': { 'f:programClusterRoutes': {} } };
    const live = { ...theirs, metadata: { ...theirs.metadata, managedFields: [{ manager: 'kubectl', fieldsV1 }] } };
    const { overruled } = decide(live, { calicoNetwork: { clusterRoutingMode: 'BIRD' } });
    expect(overruled.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^CAL-304 BGPConfiguration default: .*"Disabled", set by kubectl, gave way to "Enabled"/),
    ]);
  });

  it('takes its field back, and leaves those of the user', () => {
    const { present, absent } = decide(writtenBy('kubectl', 'calico-operator'));
    expect(present).toEqual([expect.not.objectContaining({ spec: expect.anything() })]);
    expect(absent).toEqual([]);
  });

  it.each(['calico-operator', 'operator'])('removes what only %s has written', (manager) => {
    const { present, absent } = decide(writtenBy(manager));
    expect(present).toEqual([]);
    expect(absent).toEqual([expect.objectContaining({ kind: 'BGPConfiguration', name: 'default' })]);
  });
});
