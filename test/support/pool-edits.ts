import * as fc from 'fast-check';
import { sameRange } from '../../src/crds/cidr.ts';
import type { IpPoolEntry } from '../../src/crds/installation/ip-pool.ts';
import { hasOurLabel, settledPoolOf } from '../../src/crds/installation/ip-pools.ts';
import { IpamBlocks, IpPools, type IpamBlock, type IpPool } from '../../src/crds/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import { blockInUse } from '../../tools/sim/scenarios/blocks.ts';

/** Something that happens to pools; `at` picks one of those that are there. */
export type PoolEdit =
  | { readonly do: 'list'; readonly entries: readonly IpPoolEntry[] | undefined }
  | { readonly do: 'create'; readonly pool: IpPool }
  | { readonly do: 'patch'; readonly at: number; readonly body: object }
  | { readonly do: 'delete' | 'use' | 'free'; readonly at: number }
  | { readonly do: 'wait'; readonly ms: number }
  /** Calico's own API server goes away, or is back. */
  | { readonly do: 'answer'; readonly answers: boolean };

/** How pools and blocks are read and written. */
export interface PoolAccess {
  list<T extends KubeObject>(type: ResourceType<T>): Promise<readonly T[]>;
  create(type: ResourceType, object: KubeObject): Promise<unknown>;
  /** A merge patch. */
  patch(type: ResourceType, name: string, body: object): Promise<unknown>;
  delete(type: ResourceType, object: KubeObject): Promise<unknown>;
}

/** A cluster, simulated or real, as those see it who edit pools. */
export interface PoolCluster extends PoolAccess {
  /** Sets `spec.calicoNetwork.ipPools`. */
  lists(entries: readonly IpPoolEntry[] | undefined): Promise<unknown>;
  passes(ms: number): Promise<unknown>;
  /** Whether Calico's own API server answers from now on; absent where there is none. */
  calicoAnswers?(answers: boolean): Promise<unknown>;
}

/** Ranges by family, each in two spellings; the second and the third overlap. */
const ranges = [
  ['10.1.0.0/16', '10.1.0.9/16'],
  ['10.2.0.0/16', '10.2.0.0/16'],
  ['10.2.128.0/17', '10.2.128.0/17'],
  ['fd00:10::/56', 'FD00:0010:0:0::/56'],
] as const;

const label = (value: string | null): object => ({
  metadata: { labels: { 'app.kubernetes.io/managed-by': value } },
});
const patches: readonly object[] = [
  { spec: { disabled: true } },
  { spec: { disabled: true } },
  { spec: { disabled: false } },
  { spec: { namespaceSelector: 'has(team)' } },
  { spec: { natOutgoing: true } },
  { spec: { allowedUses: ['Workload'] } },
  { metadata: { labels: { team: 'network' } } },
  label('tigera-operator'),
  label('somebody'),
  label(null),
];

const maybe = <T>(...values: readonly T[]): fc.Arbitrary<T | undefined> => fc.constantFrom(undefined, ...values);

function entryOf(index: number): fc.Arbitrary<IpPoolEntry> {
  const [cidr, respelled] = ranges[index] ?? ranges[0];
  const v6 = cidr.includes(':');
  const fields = {
    cidr: fc.constantFrom<string>(cidr, respelled),
    name: maybe(`pool-${index}`, 'moving'),
    encapsulation: maybe<'VXLAN' | 'IPIP'>('VXLAN', v6 ? 'VXLAN' : 'IPIP'),
    natOutgoing: maybe<'Enabled' | 'Disabled'>('Enabled', 'Disabled'),
    blockSize: maybe(v6 ? 124 : 28),
    disableNewAllocations: maybe(true, false),
  };
  return fc.record(fields).map((entry) => JSON.parse(JSON.stringify(entry)) as IpPoolEntry);
}

/** Lists that are valid: no two entries of one name, or with addresses in common. */
const entries: fc.Arbitrary<readonly IpPoolEntry[]> = fc
  .tuple(...ranges.map((_, index) => fc.option(entryOf(index))))
  .map((all) => all.filter((entry) => entry !== null))
  .map((all) => all.filter(({ cidr }) => !cidr.endsWith('/17') || !all.some((one) => one.cidr === '10.2.0.0/16')))
  .map((all) =>
    all.filter(({ name }, index) => name !== 'moving' || all.findIndex((one) => one.name === name) === index),
  );

const created: fc.Arbitrary<IpPool> = fc
  .record({
    name: fc.constantFrom('theirs', 'moving', 'default-ipv4-ippool'),
    cidr: fc.constantFrom(...ranges.flat()),
    natOutgoing: fc.boolean(),
  })
  .map(({ name, cidr, natOutgoing }) => ({
    apiVersion: 'projectcalico.org/v3',
    kind: 'IPPool',
    metadata: { name },
    spec: { cidr, natOutgoing, nodeSelector: 'all()' },
  }));

const at = fc.nat(7);

const answer = fc.record({ do: fc.constant('answer' as const), answers: fc.boolean() });

const poolEdit = (flavour: PoolFlavour): fc.Arbitrary<PoolEdit> =>
  fc.oneof(
    {
      arbitrary: fc.record({ do: fc.constant('list' as const), entries: fc.option(entries, { nil: undefined }) }),
      weight: 4,
    },
    { arbitrary: fc.record({ do: fc.constant('create' as const), pool: created }), weight: 1 },
    { arbitrary: fc.record({ do: fc.constant('patch' as const), at, body: fc.constantFrom(...patches) }), weight: 5 },
    {
      arbitrary: fc.record({
        do: fc.constantFrom('delete' as const, 'use' as const, 'use' as const, 'free' as const),
        at,
      }),
      weight: 5,
    },
    {
      arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(100, 1_000, 7_000, 70_000) }),
      weight: 4,
    },
    { arbitrary: answer, weight: flavour === 'v1' ? 2 : 0 },
  );

/** Where pools are kept: in CRDs of projectcalico.org/v3, or in those of crd.projectcalico.org/v1 behind Calico's API server. */
export type PoolFlavour = 'v3' | 'v1';

/** A life of pools, and the list that is wanted in the end. */
export interface PoolHistory {
  readonly edits: readonly PoolEdit[];
  readonly last: readonly IpPoolEntry[];
}

export function poolHistory(flavour: PoolFlavour): fc.Arbitrary<PoolHistory> {
  return fc.record({ edits: fc.array(poolEdit(flavour), { minLength: 3, maxLength: 14 }), last: entries });
}

/** Does one edit; what there is nothing to do it to is left out. */
export async function edit(cluster: PoolCluster, what: PoolEdit): Promise<void> {
  if (what.do === 'list') return void (await cluster.lists(what.entries));
  if (what.do === 'wait') return void (await cluster.passes(what.ms));
  if (what.do === 'answer') return void (await cluster.calicoAnswers?.(what.answers));
  const pools = await cluster.list(IpPools);
  if (what.do === 'create') {
    const isNew = pools.every(({ metadata }) => metadata.name !== what.pool.metadata.name);
    return void (isNew && (await cluster.create(IpPools, what.pool)));
  }
  const pool = pools[what.at % Math.max(1, pools.length)];
  if (pool !== undefined) await editPool(cluster, pool, what);
}

async function editPool(
  cluster: PoolCluster,
  pool: IpPool,
  what: Exclude<PoolEdit, { readonly do: 'list' | 'wait' | 'create' | 'answer' }>,
): Promise<void> {
  if (what.do === 'patch') await cluster.patch(IpPools, pool.metadata.name, what.body);
  else if (what.do === 'delete') await cluster.delete(IpPools, pool);
  else if (what.do === 'free') await frees(cluster, pool);
  else if (pool.spec.disabled !== true) await uses(cluster, pool);
}

/** As Calico IPAM does: only pools that are not disabled give out addresses. */
async function uses(cluster: PoolCluster, pool: IpPool): Promise<void> {
  const block = blockOf(pool);
  const blocks = await cluster.list(IpamBlocks);
  const isThere = blocks.some(({ metadata }) => metadata.name === block.metadata.name);
  if (isThere) await cluster.patch(IpamBlocks, block.metadata.name, { spec: { allocations: [0, null] } });
  else await cluster.create(IpamBlocks, block);
}

async function frees(cluster: PoolCluster, pool: IpPool): Promise<void> {
  const { name } = blockOf(pool).metadata;
  const block = (await cluster.list(IpamBlocks)).find(({ metadata }) => metadata.name === name);
  if (block === undefined) return;
  const isHeld = block.spec.allocations.some((owner) => owner !== null);
  if (isHeld) await cluster.patch(IpamBlocks, name, { spec: { allocations: [null, null] } });
  else await cluster.delete(IpamBlocks, block);
}

/** The first block of a pool, with an address of a pod in it. */
function blockOf({ spec }: IpPool): IpamBlock {
  const index = ranges.findIndex(([cidr]) => sameRange(cidr, spec.cidr));
  const [start = '', length] = (ranges[index]?.[0] ?? spec.cidr).split('/');
  return blockInUse(`${start}/${length === '56' ? 122 : 26}`);
}

/** All that is not as the list wants it, and that the status `ippools` does not tell. */
export function untold(list: readonly IpPoolEntry[], pools: readonly IpPool[], message: string): string[] {
  const unwanted = pools.filter(
    (pool) => hasOurLabel(pool) && !list.some(({ cidr }) => sameRange(cidr, pool.spec.cidr)),
  );
  const sentences = message.split('; CAL-').join('\n; CAL-').split('\n');
  const tells = (code: string, word: string): boolean =>
    sentences.some((sentence) => sentence.includes(code) && sentence.includes(word));
  // Without an enabled pool nobody serves who could delete one.
  const waits = (name: string): boolean =>
    pools.every(({ spec }) => spec.disabled === true) && tells('waiting, because', name);
  const wrongs = [
    ...list.flatMap((entry) => untoldEntry(entry, pools, tells)),
    ...unwanted.flatMap(({ metadata }) =>
      tells('CAL-107', metadata.name) || tells('CAL-108', metadata.name) || waits(metadata.name)
        ? []
        : [`${metadata.name} is still there`],
    ),
  ];
  return wrongs.length === 0 ? [] : [...wrongs, `the status says: ${message}`];
}

type Tells = (code: string, word: string) => boolean;

function untoldEntry(entry: IpPoolEntry, pools: readonly IpPool[], tells: Tells): string[] {
  const equal = pools.filter(({ spec }) => sameRange(spec.cidr, entry.cidr));
  const live = equal.find(hasOurLabel);
  if (equal.length === 0) return tells('CAL-108', entry.cidr) ? [] : [`${entry.cidr} is missing`];
  if (live === undefined) return tells('CAL-106', entry.cidr) ? [] : [`the pool of ${entry.cidr} is not ours`];
  const { name } = live.metadata;
  const found = settledPoolOf(live);
  const isTold = {
    blockSize: tells('CAL-108', name),
    disableNewAllocations: tells('CAL-109', name),
    name: tells('CAL-108', name),
  };
  const fields = ['encapsulation', 'natOutgoing', 'blockSize', 'disableNewAllocations', 'name'] as const;
  return fields.flatMap((field) => {
    const wanted = entry[field] ?? (field === 'disableNewAllocations' ? false : found[field]);
    if (found[field] === wanted || (field in isTold && isTold[field as keyof typeof isTold])) return [];
    return [`${name}: ${field} is ${String(found[field])}, not ${String(wanted)}`];
  });
}
