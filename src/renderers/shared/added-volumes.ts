import type { SecurityContext, Volume, VolumeMount } from '../../crds/generated/core.gen.ts';
import type { AddedVolume, ContainerOverride } from '../../crds/workload-override.ts';

/** The volumes of a pod with those of the user after them; undefined where there is nothing to add. Our names stay ours. */
export function addedVolumes(own: readonly Volume[] = [], wanted: readonly AddedVolume[] = []): Volume[] | undefined {
  const names = new Set(own.map(({ name }) => name));
  const added = wanted.filter(({ name }) => !names.has(name));
  return added.length === 0 ? undefined : [...own, ...added.map(storedVolume)];
}

/**
 * The mounts of a container with those of the user after them; undefined where there is nothing to add. The last filled
 * list counts. A path that we use stays ours: a list with one path twice could not be applied.
 */
export function addedMounts(
  own: readonly VolumeMount[] = [],
  overrides: readonly ContainerOverride[],
): VolumeMount[] | undefined {
  const paths = new Set(own.map(({ mountPath }) => mountPath));
  const wanted = overrides.findLast((entry) => (entry.volumeMounts ?? []).length > 0)?.volumeMounts ?? [];
  const added = wanted.filter(({ mountPath }) => !paths.has(mountPath));
  return added.length === 0 ? undefined : [...own, ...added.map(storedMount)];
}

/** The security settings of a container with each field that the user sets in place of ours; the last filled one counts. */
export function changedSecurityContext(
  own: SecurityContext | undefined,
  overrides: readonly ContainerOverride[],
): SecurityContext | undefined {
  const wanted = overrides.findLast(({ securityContext = {} }) => Object.keys(securityContext).length > 0);
  return wanted === undefined ? undefined : { ...own, ...storedContext(wanted.securityContext ?? {}) };
}

/*
 * The API server does not store what is empty. Were it sent, each pass would find a difference.
 */

/** A source of a CSI driver has fields that may be empty. */
function storedVolume({ name, csi, ...sources }: AddedVolume): Volume {
  const filled = Object.entries(sources).map(([kind, source]) => [kind, withoutEmpty(source)] as const);
  return { name, ...(csi && { csi }), ...Object.fromEntries(filled) };
}

function storedMount({ readOnly, ...mount }: VolumeMount): VolumeMount {
  return { ...withoutEmpty(mount), ...(readOnly === true && { readOnly }) };
}

function storedContext({ capabilities, seLinuxOptions, ...context }: SecurityContext): SecurityContext {
  return {
    ...context,
    ...(capabilities && { capabilities: withoutEmpty(capabilities) }),
    ...(seLinuxOptions && { seLinuxOptions: withoutEmpty(seLinuxOptions) }),
  };
}

function withoutEmpty<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => !isEmpty(each))) as T;
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}
