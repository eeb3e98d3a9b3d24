/** A field of the real API server that the model leaves out, or fills in another way, on purpose. */
interface Unmodelled {
  /** Names of fields from the root; `*` is any one field or item. */
  readonly path: readonly string[];
  /** All kinds, where none is named. */
  readonly kind?: string;
  readonly why: string;
}

/** All that is not compared. Each entry is something that the operator neither reads nor writes. */
export const unmodelled: readonly Unmodelled[] = [
  {
    kind: 'Node',
    path: ['spec', 'taints'],
    why: 'admission taints a new node until its kubelet is ready; simulated nodes are ready from the start',
  },
  { kind: 'Node', path: ['status'], why: 'kubelets fill it; only its empty form would be compared' },
  ...['deprecatedSource', 'deprecatedFirstTimestamp', 'deprecatedLastTimestamp'].map((field) => ({
    kind: 'Event',
    path: [field],
    why: 'always there and always empty in events.k8s.io/v1, a left-over of the core group',
  })),
  { kind: 'ResourceQuota', path: ['status'], why: 'empty until the quota controller counts' },
  {
    kind: 'SelfSubjectAccessReview',
    path: ['metadata', 'managedFields'],
    why: 'noted for an object that is never stored',
  },
  { kind: 'SelfSubjectAccessReview', path: ['status', 'reason'], why: 'a sentence for people' },
];

/** An object without what is not compared. */
export function withoutUnmodelled(object: { readonly kind?: string }): object {
  return unmodelled
    .filter(({ kind }) => kind === undefined || kind === object.kind)
    .reduce<unknown>((left, { path }) => without(left, path), object) as object;
}

function without(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => (name === '*' ? without(item, rest) : item));
  const entries = Object.entries(value).flatMap(([key, child]): [string, unknown][] => {
    if (name !== '*' && key !== name) return [[key, child]];
    return rest.length === 0 ? [] : [[key, without(child, rest)]];
  });
  return Object.fromEntries(entries);
}
