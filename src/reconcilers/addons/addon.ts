import type { OperatorObject } from '../../crds/operator-kind.ts';
import type { Condition } from '../../crds/status/conditions.ts';
import type { Problem } from '../../crds/problem.ts';
import type { ResourceType } from '../../k8s/object.ts';
import type { Component, Rendered } from '../../renderers/component.ts';
import type { AddonInput } from '../../renderers/input.ts';
import type { Acquaintance } from '../certificates/ensure-addon-certificates.ts';
import type { ReconcileContext } from '../context.ts';

/** A custom resource that asks for something beside the Installation. */
export type AddonResource = OperatorObject<string, object, { conditions?: Condition[] }>;

/**
 * Something with a custom resource of its own that runs as one Deployment in the network of the Installation. What all of
 * them need is done by `ensureAddon`; here stands what is special.
 */
export interface Addon<Resource extends AddonResource = AddonResource> {
  /** Name of the TigeraStatus and of the controller. */
  readonly status: string;
  readonly type: ResourceType<Resource>;
  /** Names that the custom resource may have. */
  readonly names: readonly string[];
  /** Name of its folder, its Deployment and its ServiceAccount; and its images. */
  readonly component: Pick<Component<never>, 'name' | 'images'>;
  /** Held on the Installation while there are pods that need the network to go in order. */
  readonly finalizer: string;
  /** The custom resource, as a watch shows it. */
  load(ctx: ReconcileContext): Resource | undefined;
  /** Everything that is wrong with it. */
  validate(resource: Resource): readonly Problem[];
  /** Throws `Degraded` (a wait) for what it cannot be without. */
  require?(ctx: ReconcileContext): void;
  /** Its own pair and whom it meets. */
  acquaintance(ctx: ReconcileContext): Acquaintance;
  /** All that it wants of the cluster, exactly as it is sent. Throws `Degraded` for facts of its own that are missing. */
  render(ctx: ReconcileContext, input: AddonInput, resource: Resource): Rendered;
}

/** Names that its Service in calico-system is found by, the first of them its own. */
export function serviceNames({ settings }: ReconcileContext, name: string): readonly [string, ...string[]] {
  const short = `${name}.calico-system`;
  return [name, short, `${short}.svc`, `${short}.svc.${settings.clusterDomain}`];
}

/** Names of a program for its neighbours in the pod. */
export const loopbackNames = ['localhost', '127.0.0.1'] as const;
