import { beforeEach, describe, expect, it } from '@jest/globals';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { ensureFelix, type FelixOutcome } from '../../../../src/reconcilers/felix/ensure-felix.ts';
import { Overrulings } from '../../../../src/reconcilers/felix/overrulings.ts';
import { settled } from '../../../support/installation-facts.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

let ctx: TestContext;
let overrulings: Overrulings;

beforeEach(() => {
  ctx = aContext();
  overrulings = new Overrulings(ctx.clock);
});

/** Object `default` of a kind, with fields that kubectl has set. */
function holds(kind: string, spec: object): void {
  const fields = Object.fromEntries(Object.keys(spec).map((name) => [`f:${name}`, {}]));
  const managedFields = [{ manager: 'kubectl', fieldsV1: { 'f:spec': fields } }];
  const object = { apiVersion: 'projectcalico.org/v3', kind, metadata: { name: 'default', managedFields }, spec };
  ctx.holds(object);
}

function ensure(spec: InstallationSpec = {}): Promise<FelixOutcome> {
  return ensureFelix(ctx, settled(spec), overrulings);
}

describe('ensureFelix', () => {
  it('gives rendering what pods need to know of Felix and BIRD', async () => {
    holds('FelixConfiguration', { healthPort: 9111, cgroupV2Path: '/sys/cg' });
    holds('BGPConfiguration', { bindMode: 'NodeIP' });
    const { settings } = await ensure();
    expect(settings).toEqual({ felix: { healthPort: 9111, cgroupV2Path: '/sys/cg' }, bgp: { bindMode: 'NodeIP' } });
  });

  it('gives its own default of a port that nobody has set', async () => {
    const { settings } = await ensure({ kubernetesProvider: 'OpenShift' });
    expect(settings).toEqual({ felix: { healthPort: 9199 }, bgp: {} });
  });

  it('tells of an overruled value by an Event where it was set, and for an hour in the status', async () => {
    holds('FelixConfiguration', { nftablesMode: 'Auto' });
    const first = await ensure();
    const second = await ensure();
    expect(ctx.happenings).toEqual([
      expect.objectContaining({
        reason: 'Overruled',
        regarding: expect.objectContaining({ kind: 'FelixConfiguration' }),
      }),
    ]);
    const warnings = [first, second].flatMap(({ result }) => result.warnings ?? []);
    expect(warnings).toEqual(Array(2).fill(expect.stringMatching(/^CAL-304 .*"Auto"/)));
  });

  it('tells of an overruled value in BGPConfiguration at that object', async () => {
    holds('BGPConfiguration', { programClusterRoutes: 'Disabled' });
    await ensure({ calicoNetwork: { clusterRoutingMode: 'BIRD' } });
    expect(ctx.happenings.map(({ regarding }) => regarding.kind)).toEqual(['BGPConfiguration']);
  });

  it('never writes a field that somebody else has set where it only has a default', async () => {
    holds('FelixConfiguration', { healthPort: 9111, vxlanVNI: 7, vxlanPort: 4790 });
    await ensure();
    const sent = ctx.api.requests.find(({ what }) => what === 'apply FelixConfiguration default');
    expect(sent?.body).toMatchObject({ spec: { nftablesMode: 'Disabled', bpfEnabled: false } });
    expect(sent?.body).not.toHaveProperty(['spec', 'healthPort']);
  });
});
