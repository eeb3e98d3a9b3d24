import { Chance } from '../chance.ts';
import type { Expectation } from '../judge.ts';
import { leavesOf, specSchemaOf, specWith } from '../mutations/leaves.ts';
import { valuesFor } from '../mutations/values.ts';
import { settling } from '../scenarios/index.ts';
import { arePartsAvailable, makes } from '../scenarios/orders.ts';
import { parts, type Part } from '../scenarios/parts.ts';
import type { SimWorld } from '../world.ts';
import { insist } from './insist.ts';
import type { Case, Sweep } from './sweep.ts';

/** Changes that follow one another before all is as it was. */
const chain = 5;
/** In which it has to be told what is wrong, or on its way. */
const toldMs = 10_000;

/** Users change what they like, and pods roll with it; what they changed back is as it was, however it came there. */
const expects: Expectation = { objects: 'same', effort: 'any', except: ['I3', 'I7', 'I8', 'I13'] };
/** What is chosen once stays chosen (docs/differences.md): only that all is well again can be asked for. */
const sticky =
  /^(cni|kubernetesProvider|calicoNetwork\.(ipPools|nodeAddress|bgp|mtu|hostPorts|linuxDataplane)|variant|kubeletVolumePluginPath|flexVolumePath|typhaAffinity)/;

interface Mutation {
  readonly part: Part;
  readonly at: string;
  readonly spec: object;
  readonly value: unknown;
}

/** One change for each value of each field. */
function mutationsOf(part: Part): Mutation[] {
  return leavesOf(specSchemaOf(part.type.plural)).flatMap((leaf) => {
    const name = leaf.path.findLast((step) => step !== '[]' && step !== '{}') ?? '';
    const at = leaf.path.join('.');
    return valuesFor(name, leaf.schema).map((value) => {
      return { part, at, value, spec: { ...part.spec, ...specWith(leaf, value) } };
    });
  });
}

function caseOf(mutations: readonly Mutation[], number: number): Case {
  const isSticky = mutations.some(({ at }) => sticky.test(at));
  return {
    title: `${mutations.map(({ part, at, value }) => `${part.type.kind} ${at}: ${shown(value)}`).join(', ')} (${number})`,
    rules: [],
    expects: isSticky ? { ...expects, objects: 'any' } : expects,
    story: settling(async (world) => {
      await makes(world, parts);
      for (const mutation of mutations) await tries(world, mutation);
      await arePartsAvailable(world);
    }),
  };
}

async function tries(world: SimWorld, { part, at, spec }: Mutation): Promise<void> {
  world.applies(part.type, spec, part.name);
  const wanted = generationOf(world, part);
  await world.scheduler.until(() => isTold(world, part, wanted), toldMs);
  insist('nothing is told', isTold(world, part, wanted) ? [] : [`of ${at}`]);
  world.applies(part.type, part.spec, part.name);
  const reverted = generationOf(world, part);
  await world.eventually(`all is well after ${at}`, () => {
    const { status } = world.condition(part.status, 'Degraded') ?? {};
    return isTold(world, part, reverted) && status === 'False' && isAvailable(world, part);
  });
}

function generationOf(world: SimWorld, { type, name }: Part): number {
  return world.admin.get(type, { name })?.metadata.generation ?? 0;
}

/** Whether some condition speaks of the spec as it is now. */
function isTold(world: SimWorld, { status }: Part, generation: number): boolean {
  return ['Available', 'Degraded', 'Progressing'].some(
    (type) => (world.condition(status, type)?.observedGeneration ?? 0) >= generation,
  );
}

function isAvailable(world: SimWorld, { status }: Part): boolean {
  return world.condition(status, 'Available')?.status === 'True';
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 24 ? `${text.slice(0, 20)}…` : text;
}

/** Every field of every custom resource × values that are valid, at the edge, and wrong; then all is as it was. */
export const mutationSweep: Sweep = {
  id: 'T09',
  says: 'every field of every custom resource × valid, extreme and wrong values, in chains of five',
  scenarios: ['parts'],
  expects,
  casesOf: () => {
    const all = new Chance(9).shuffled(parts.flatMap(mutationsOf));
    const chains = Array.from({ length: Math.ceil(all.length / chain) }, (_, index) =>
      all.slice(index * chain, (index + 1) * chain),
    );
    return chains.map(caseOf);
  },
};
