import type { ConfigMap, DaemonSet, Deployment, Pod } from '../../crds/generated/core.gen.ts';
import type { Informer, InformerOptions } from '../../k8s/informer.ts';
import * as builtin from '../../k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../k8s/object.ts';
import type { Projected, Projection } from '../../k8s/projection.ts';
import type { SharedInformers } from '../../k8s/shared-informers.ts';
import { CALICO_NODE, CALICO_SYSTEM, KUBE_SYSTEM } from '../../renderers/shared/names.ts';

/** What is kept of a pod of calico-node: whether its node is served. */
export interface NodePod {
  readonly node: string;
  readonly ready: boolean;
  readonly terminating: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** What of kube-system an installation from manifests is read off, and the pods on both sides of the move. */
interface Views {
  readonly daemonSets: Informer<DaemonSet>;
  readonly deployments: Informer<Deployment>;
  readonly configMaps: Informer<ConfigMap>;
  readonly formerPods: Informer<NodePod>;
  readonly pods: Informer<NodePod>;
  readonly ending: AbortController;
}

const formerNode = `${KUBE_SYSTEM}/${CALICO_NODE}`;

/**
 * Calico as it was installed from manifests into kube-system. Watched only while its DaemonSet is there, so that other
 * clusters pay nothing for it.
 */
export class FormerInstall {
  readonly #informers: SharedInformers;
  readonly #presence: Informer<KubeObject>;
  readonly #listeners = new Set<() => void>();
  #views: Views | undefined;
  #wasThere = false;

  /** `presence` shows which DaemonSets kube-system has. */
  constructor(informers: SharedInformers, presence: Informer<KubeObject>) {
    this.#informers = informers;
    this.#presence = presence;
    presence.subscribe(({ key, type }) => {
      if (key !== formerNode) return;
      if (type === 'delete') this.#end();
      else this.#begin();
    });
  }

  /** Whether there is one, in whatever state. */
  get isThere(): boolean {
    return this.#presence.get(formerNode) !== undefined;
  }

  /** Whether one is gone that this process has seen, and nobody has looked since for what else there was of it. */
  get mayHaveLeftovers(): boolean {
    return this.#wasThere && !this.isThere;
  }

  /** Nothing is left of it. */
  cleanedUp(): void {
    this.#wasThere = this.isThere;
  }

  /** Why it cannot be read, as far as that is for people; '' where it is only a matter of time, or read. */
  get forbidden(): string {
    const waiting = this.#all().filter(({ state }) => state.waitingFor === 'forbidden');
    return waiting.map(({ type }) => type.plural).join(', ');
  }

  /** Whether there may be more than is shown. */
  get isIncomplete(): boolean {
    return this.isThere && (this.#views === undefined || !this.#all().every(({ hasSynced }) => hasSynced));
  }

  get node(): DaemonSet | undefined {
    return this.#views?.daemonSets.get(formerNode);
  }

  deployment(name: string): Deployment | undefined {
    return this.#views?.deployments.get(`${KUBE_SYSTEM}/${name}`);
  }

  configMaps(): readonly ConfigMap[] {
    return this.#views?.configMaps.list() ?? [];
  }

  /** Pods of calico-node in kube-system, and those in calico-system. */
  formerPods(): readonly NodePod[] {
    return this.#views?.formerPods.list() ?? [];
  }

  pods(): readonly NodePod[] {
    return this.#views?.pods.list() ?? [];
  }

  /** Takes in the answer to an own write, so that the next pass sees it. */
  wrote(object: KubeObject): void {
    const informer = { DaemonSet: this.#views?.daemonSets, Deployment: this.#views?.deployments }[object.kind];
    informer?.upsert(object);
  }

  /** Tells of changes, also of being complete. Returns how to end that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #all(): readonly Informer<unknown>[] {
    if (this.#views === undefined) return [];
    const { ending: _, ...informers } = this.#views;
    return Object.values(informers);
  }

  #begin(): void {
    if (this.#views !== undefined) return;
    this.#wasThere = true;
    const ending = new AbortController();
    const inSystem = { namespace: KUBE_SYSTEM };
    const calicoNodes = { labelSelector: `k8s-app=${CALICO_NODE}` };
    const podsOf = { type: builtin.Pod as ResourceType<Pod>, projection: nodePod, ...calicoNodes };
    this.#views = {
      daemonSets: this.#watch<DaemonSet, 'whole'>(
        {
          type: builtin.DaemonSet as ResourceType<DaemonSet>,
          ...inSystem,
          fieldSelector: `metadata.name=${CALICO_NODE}`,
          projection: 'whole',
        },
        ending.signal,
      ),
      deployments: this.#watch<Deployment, 'whole'>(
        { type: builtin.Deployment as ResourceType<Deployment>, ...inSystem, projection: 'whole' },
        ending.signal,
      ),
      configMaps: this.#watch<ConfigMap, 'whole'>(
        { type: builtin.ConfigMap as ResourceType<ConfigMap>, ...inSystem, projection: 'whole' },
        ending.signal,
      ),
      formerPods: this.#watch({ ...podsOf, ...inSystem }, ending.signal),
      pods: this.#watch({ ...podsOf, namespace: CALICO_SYSTEM }, ending.signal),
      ending,
    };
    this.#tell();
  }

  #watch<T extends KubeObject, const P extends Projection<T>>(
    options: InformerOptions<T, P>,
    signal: AbortSignal,
  ): Informer<Projected<T, P>> {
    const informer = this.#informers.apart<T, P>(options, signal);
    informer.subscribe(() => this.#tell());
    informer.whenSynced(signal).then(
      () => this.#tell(),
      () => undefined,
    );
    return informer;
  }

  #end(): void {
    this.#views?.ending.abort(new Error('There is no installation from manifests any more'));
    this.#views = undefined;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Pure projection: there may be thousands. */
function nodePod({ metadata, spec, status }: Pod): NodePod {
  const isReady = status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') === true;
  return {
    node: spec?.nodeName ?? '',
    ready: isReady && metadata.deletionTimestamp === undefined,
    terminating: metadata.deletionTimestamp !== undefined,
    createdAt: metadata.creationTimestamp ?? '',
  };
}
