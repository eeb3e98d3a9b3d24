import type { KubeObject, ManagedFieldsEntry } from '../../k8s/object.ts';
import { isApplied } from './is-applied.ts';
import { ownedFields, takeOver } from './take-over.ts';
import type { Extent } from './take-over.ts';

/** With this annotation set to `true` a user takes an object out of our hands; it is still created and deleted. */
export const ignoreAnnotation = 'unsupported.operator.tigera.io/ignore';

/** Finalizers with this text are ours; others are not touched. */
const ourFinalizers = 'tigera.io';

/** What to do about one object, decided from what it should be and what it is. */
export type Action =
  | { readonly do: 'skip'; readonly because: 'equal' | 'ignored' | 'terminating' }
  | { readonly do: 'apply'; readonly firstClaim?: readonly ManagedFieldsEntry[] }
  | { readonly do: 'recreate'; readonly because: string }
  | { readonly do: 'release'; readonly finalizers: readonly string[] };

export interface Wish {
  readonly desired: KubeObject;
  readonly live: KubeObject | undefined;
  readonly extent: Extent;
}

/** Pure: the same objects give the same action. */
export function planApply(wish: Wish): Action {
  const { desired, live } = wish;
  if (live === undefined) return { do: 'apply' };
  if (live.metadata.deletionTimestamp !== undefined) return planTerminating(live);
  if (live.metadata.annotations?.[ignoreAnnotation] === 'true') return { do: 'skip', because: 'ignored' };
  const immutable = recreateReasons.map((reason) => reason(desired, live)).find((reason) => reason !== undefined);
  if (immutable !== undefined) return { do: 'recreate', because: immutable };
  const firstClaim = takeOver(desired, live, wish.extent);
  if (firstClaim !== undefined) return { do: 'apply', firstClaim };
  const owned = ownedFields(live);
  return owned !== undefined && isApplied(desired, live, owned) ? { do: 'skip', because: 'equal' } : { do: 'apply' };
}

/**
 * An object that somebody deletes cannot come back before it is gone, so our finalizers let it go; the delete event
 * brings us here again, and it is created anew (the deadlock of https://github.com/projectcalico/calico/issues/9271).
 */
function planTerminating(live: KubeObject): Action {
  const finalizers = live.metadata.finalizers ?? [];
  const foreign = finalizers.filter((finalizer) => !finalizer.includes(ourFinalizers));
  if (foreign.length === finalizers.length) return { do: 'skip', because: 'terminating' };
  return { do: 'release', finalizers: foreign };
}

type RecreateReason = (desired: KubeObject, live: KubeObject) => string | undefined;

interface Immutables {
  readonly type?: string;
  readonly spec?: { readonly clusterIP?: string };
  readonly roleRef?: { readonly kind?: string; readonly name?: string };
}

const immutables = (object: KubeObject): Immutables => object as Immutables;

/** Fields that the API refuses to change: the object is deleted and created again. */
const recreateReasons: readonly RecreateReason[] = [
  (desired, live) => {
    if (desired.kind !== 'Secret') return undefined;
    const [wanted, found] = [immutables(desired).type ?? 'Opaque', immutables(live).type ?? 'Opaque'];
    return wanted === found ? undefined : `type is ${found}, not ${wanted}`;
  },
  (desired, live) => {
    if (desired.kind !== 'Service' || immutables(desired).spec?.clusterIP !== 'None') return undefined;
    return immutables(live).spec?.clusterIP === 'None' ? undefined : 'it is not headless';
  },
  (desired, live) => {
    const wanted = roleOf(desired);
    const found = roleOf(live);
    return wanted === undefined || wanted === found ? undefined : `roleRef is ${found ?? 'unset'}, not ${wanted}`;
  },
];

function roleOf(object: KubeObject): string | undefined {
  const { roleRef } = immutables(object);
  return roleRef && `${roleRef.kind ?? ''} ${roleRef.name ?? ''}`;
}
