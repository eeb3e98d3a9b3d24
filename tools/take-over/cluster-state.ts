import type {
  ConfigMap,
  DaemonSet,
  Deployment,
  Pod,
  PodTemplateSpec,
  Secret,
} from '../../src/crds/generated/core.gen.ts';
import type { Client } from '../../src/k8s/client.ts';
import * as kinds from '../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';

const namespace = 'calico-system';

/** What must stay as it is when one operator follows another; texts by name. */
export interface ClusterState {
  /** Generation of each workload. */
  readonly generations: ReadonlyMap<string, string>;
  readonly templates: ReadonlyMap<string, string>;
  /** Uid of each pod. */
  readonly pods: ReadonlyMap<string, string>;
  /** Data of each Secret, and the bundles of what is trusted. */
  readonly certificates: ReadonlyMap<string, string>;
}

/** Reads it from the API server. */
export async function readState(admin: Client): Promise<ClusterState> {
  const list = async <T extends KubeObject>(type: ResourceType, from = namespace): Promise<readonly T[]> =>
    (await admin.list(type as ResourceType<T>, { namespace: from })).items;
  const [daemonSets, deployments, pods, bundles, copies, sources] = await Promise.all([
    list<DaemonSet>(kinds.DaemonSet),
    list<Deployment>(kinds.Deployment),
    list<Pod>(kinds.Pod),
    list<ConfigMap>(kinds.ConfigMap),
    list<Secret>(kinds.Secret),
    list<Secret>(kinds.Secret, 'tigera-operator'),
  ]);
  const workloads = [...daemonSets, ...deployments];
  const trusted = bundles.filter(({ metadata }) => metadata.name.endsWith('ca-bundle'));
  return {
    generations: byName(workloads, ({ metadata }) => String(metadata.generation)),
    templates: byName(workloads, ({ spec }) => JSON.stringify(sortedKeys(spec?.template ?? {}))),
    pods: byName(pods, ({ metadata }) => metadata.uid ?? ''),
    certificates: byName([...trusted, ...copies, ...sources], ({ data }) => JSON.stringify(sortedKeys(data ?? {}))),
  };
}

/** A line for each thing of `before` that is not the same in `after`. */
export function changes(before: ClusterState, after: ClusterState): string[] {
  return (Object.keys(before) as (keyof ClusterState)[]).flatMap((part) =>
    [...before[part]].flatMap(([name, text]) => {
      const now = after[part].get(name);
      return now === text ? [] : [`${part}: ${name}: ${firstDifference(text, now ?? 'gone')}`];
    }),
  );
}

function byName<T extends KubeObject>(objects: readonly T[], text: (object: T) => string): ReadonlyMap<string, string> {
  return new Map(
    objects.map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, text(object)] as const),
  );
}

function sortedKeys(value: PodTemplateSpec | object): unknown {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** Some text around the place where they part. */
function firstDifference(before: string, after: string): string {
  const at = Array.from({ length: before.length }).findIndex((_, index) => before[index] !== after[index]);
  const from = Math.max(0, at - 40);
  return `${before.slice(from, at + 80)} → ${after.slice(from, at + 80)}`;
}
