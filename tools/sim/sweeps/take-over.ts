import type { ManagedFieldsEntry } from '../../../src/k8s/object.ts';
import { fieldManager } from '../../../src/reconcilers/apply/take-over.ts';
import { isWriteRequest } from '../../observer/history.ts';
import type { Run } from '../run.ts';
import { settling } from '../scenarios/index.ts';
import { appliedObjects, goesBack, leftByTheGoOperator, takesOver, typeOf } from '../scenarios/take-over.ts';
import type { SimWorld } from '../world.ts';
import { crashSweep } from './crash.ts';
import type { Case, Sweep } from './sweep.ts';

/** The process that takes over; the one before it has only made the cluster. */
const successor = 'operator-2';

/** Kills after each write of the process that takes over. */
function killsOf(golden: Run, scenario: Parameters<Sweep['casesOf']>[1]): Case[] {
  const writes = golden.history.requests.filter(isWriteRequest);
  return crashSweep.casesOf(golden, scenario).filter((_, index) => writes[index]?.process === successor);
}

function told(title: string, story: (world: SimWorld) => Promise<void>): Case {
  return { title, rules: [], story: settling(story) };
}

/** Over, back, and over again. */
const thereAndBack = told('the Go operator comes back, and goes again', async (world) => {
  await leftByTheGoOperator(world);
  await takesOver(world);
  await goesBack(world);
  await takesOver(world);
});

/**
 * A release before or after this one has fields that this one does not know: they go when it starts, and no release
 * stumbles over what the other left.
 */
const otherRelease = told('another release of this operator comes, goes, and comes again', async (world) => {
  await leftByTheGoOperator(world);
  await takesOver(world);
  for (let turn = 0; turn < 2; turn += 1) {
    await world.stopsTheOperator();
    anotherReleaseWrites(world);
    await takesOver(world);
  }
});

const mark = 'of-another-release';

/** Under our own field manager, so that the field is ours to remove. */
function anotherReleaseWrites(world: SimWorld): void {
  for (const object of appliedObjects(world)) {
    const type = typeOf(world, object);
    const { labels = {}, managedFields = [] } = object.metadata;
    world.admin.patch(type, object.metadata, { metadata: { labels: { ...labels, [mark]: 'true' } } });
    world.admin.patch(type, object.metadata, { metadata: { managedFields: managedFields.map(withMark) } });
  }
}

function withMark(entry: ManagedFieldsEntry): ManagedFieldsEntry {
  if (entry.manager !== fieldManager || entry.subresource !== undefined) return entry;
  const { fieldsV1 = {} } = entry;
  const { 'f:metadata': metadata = {} } = fieldsV1;
  const labels = { ...metadata['f:labels'], [`f:${mark}`]: {} };
  return { ...entry, fieldsV1: { ...fieldsV1, 'f:metadata': { ...metadata, 'f:labels': labels } } };
}

/** Moments of a take-over at which the user edits, in milliseconds. */
const moments = [0, 50, 200, 1_000, 5_000];

function edited(ms: number): Case {
  return told(`the Installation is edited and reverted ${ms} ms after the start`, async (world) => {
    await leftByTheGoOperator(world);
    world.startsTheOperator();
    await world.scheduler.pass(ms);
    world.appliesInstallation({ nodeMetricsPort: 9091 });
    await world.scheduler.pass(30_000);
    world.appliesInstallation({});
    await world.becomesAvailable();
  });
}

/** Taking over what the Go operator left: no pod template changes, whatever happens on the way. */
export const takeOverSweep: Sweep = {
  id: 'T15',
  says: 'taking over from the Go operator: a kill after every write, there and back, other releases',
  scenarios: ['take-over'],
  expects: { objects: 'same', effort: 'any' },
  casesOf: (golden, scenario) => [...killsOf(golden, scenario), thereAndBack, otherRelease, ...moments.map(edited)],
};
