import type { SecurityContext, Volume, VolumeMount } from '../../crds/generated/core.gen.ts';
import type { AddedVolume, ContainerOverride } from '../../crds/workload-override.ts';

/** The volumes of a pod with those of the user after them; undefined where there is nothing to add. Our names stay ours. */
export function addedVolumes(own: readonly Volume[] = [], wanted: readonly AddedVolume[] = []): Volume[] | undefined {
  const names = new Set(own.map(({ name }) => name));
  const added = wanted.filter(({ name }) => !names.has(name));
  return added.length === 0 ? undefined : [...own, ...added];
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
  return added.length === 0 ? undefined : [...own, ...added.map(asStored)];
}

/** The mount as the API server will store it: without `false` and empty words. */
function asStored({ name, mountPath, readOnly, subPath, subPathExpr, ...mount }: VolumeMount): VolumeMount {
  return {
    name,
    mountPath,
    ...mount,
    ...(readOnly === true && { readOnly }),
    ...(subPath !== undefined && subPath !== '' && { subPath }),
    ...(subPathExpr !== undefined && subPathExpr !== '' && { subPathExpr }),
  };
}

/** The security settings of a container with each field that the user sets in place of ours; the last filled one counts. */
export function changedSecurityContext(
  own: SecurityContext | undefined,
  overrides: readonly ContainerOverride[],
): SecurityContext | undefined {
  const wanted = overrides.findLast(({ securityContext = {} }) => Object.keys(securityContext).length > 0);
  return wanted === undefined ? undefined : { ...own, ...wanted.securityContext };
}
