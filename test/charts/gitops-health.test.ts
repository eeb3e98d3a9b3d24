import { beforeAll, describe, expect, it } from '@jest/globals';
import { Installations } from '../../src/crds/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { ensureHealth, fluxChecks, judge, type Health } from '../../tools/gitops/health.ts';
import { arePartsAvailable } from '../../tools/sim/scenarios/orders.ts';
import { parts, tunnelSecret } from '../../tools/sim/scenarios/parts.ts';
import { SimWorld } from '../../tools/sim/world.ts';
import { Secret } from '../../src/k8s/kinds.ts';

let program: string;
/** Every state that the simulation has stored of each resource, in order. */
let states: ReadonlyMap<string, readonly KubeObject[]>;

beforeAll(async () => {
  program = await ensureHealth('.', console.log);
  const kinds = new Set(fluxChecks('.').map(({ kind }) => kind));
  const changes = (await story()).history.changes.filter(
    ({ type, object }) => type !== 'DELETED' && kinds.has(object.kind),
  );
  states = Map.groupBy(
    changes.map(({ object }) => object),
    ({ kind, metadata }) => `${kind} ${metadata.name}`,
  );
});

/** Long enough for every status to be told of what was done last. */
const restMs = 15_000;

/** All is installed, edited well and badly, mended, and deleted. */
async function story(): Promise<SimWorld> {
  const world = new SimWorld({ seed: 3 });
  world.admin.create(Secret, tunnelSecret);
  for (const { type, name, spec } of parts) world.applies(type, spec, name);
  await world.scheduler.pass(1_000);
  world.startsTheOperator();
  await arePartsAvailable(world);
  const edits = [{ nodeMetricsPort: 9091 }, { calicoNetwork: { ipPools: [{ cidr: 'nonsense' }] } }, {}];
  for (const spec of edits) {
    await world.scheduler.pass(restMs);
    world.appliesInstallation(spec);
  }
  await world.scheduler.pass(restMs);
  await world.becomesAvailable();
  await world.scheduler.pass(restMs);
  for (const { type, name } of parts) world.deletes(type, { name });
  await world.eventually('all is gone', () => world.installation() === undefined);
  return world;
}

async function verdicts(resource: string): Promise<readonly Health[]> {
  return judge(program, '.', states.get(resource) ?? []);
}

/** The words of Argo CD, without repetitions. */
function course(healths: readonly Health[]): string {
  const words = healths.map(({ argoCd }) => argoCd);
  return words.filter((word, index) => word !== words[index - 1]).join(' ');
}

const theSame: Readonly<Record<string, string>> = {
  Healthy: 'Current',
  Degraded: 'Failed',
  Progressing: 'InProgress',
};

describe('the health of custom resources, along a story', () => {
  it.each(['Installation default', 'TigeraStatus calico'])('of %s tells of every turn', async (resource) => {
    const turns =
      /^Progressing Healthy (Progressing Healthy )?(Progressing )?Degraded (Progressing )?Healthy Progressing$/;
    expect(course(await verdicts(resource))).toMatch(turns);
  });

  it.each([
    'APIServer default',
    'Goldmane default',
    'Whisker default',
    'ManagementClusterConnection tigera-secure',
    'TigeraStatus apiserver',
    'TigeraStatus goldmane',
  ])('of %s begins in progress, and gets well', async (resource) => {
    expect(course(await verdicts(resource))).toMatch(/^Progressing Healthy( Progressing| Healthy)*$/);
  });

  it('quotes what the operator says is wrong', async () => {
    const wrong = (await verdicts('Installation default')).find(({ argoCd }) => argoCd === 'Degraded');
    expect(wrong?.message).toContain('nonsense');
  });

  it('is the same for Argo CD and for Flux, which knows nothing before there is a status', async () => {
    for (const resource of states.keys()) {
      for (const { argoCd, flux } of await verdicts(resource)) {
        expect(flux === 'Unknown' ? 'InProgress' : flux).toBe(theSame[argoCd]);
      }
    }
  });

  it('of the overlay is good: the Installation default tells of both', async () => {
    const { apiVersion, kind } = { apiVersion: 'operator.tigera.io/v1', kind: Installations.kind };
    const [health] = await judge(program, '.', [{ apiVersion, kind, metadata: { name: 'overlay' } }]);
    expect(health).toMatchObject({ argoCd: 'Healthy', flux: 'Current' });
  });
});
