import type { VolumeMount } from '../generated/core.gen.ts';
import { problemIf, type Problem } from '../problem.ts';
import type { AddedVolume, ContainerOverride, PodSpecOverride } from '../workload-override.ts';

const volumeName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Volumes that an override adds, and mounts of them. Kubernetes finds volumes by name and mounts by path, so either occurs
 * once; a mount without its volume would be refused with the whole pod.
 */
export function volumeProblems(pod: PodSpecOverride, path: string): readonly Problem[] {
  const { volumes = [], containers = [], initContainers = [] } = pod;
  const names = volumes.map(({ name }) => name);
  return [
    ...volumes.flatMap((volume, index) => [
      ...sourceProblems(volume, `${path}.volumes[${index}]`),
      ...problemIf(names.indexOf(volume.name) < index, twice(`${path}.volumes[${index}].name`, volume.name)),
    ]),
    ...containers.flatMap((each, index) => containerMountProblems(each, names, `${path}.containers[${index}]`)),
    ...initContainers.flatMap((each, index) => containerMountProblems(each, names, `${path}.initContainers[${index}]`)),
  ];
}

function sourceProblems({ name, ...sources }: AddedVolume, path: string): readonly Problem[] {
  return [
    ...problemIf(!volumeName.test(name), {
      path: `${path}.name`,
      value: name,
      message: 'is no name of a volume; allowed: at most 63 small letters, digits and "-", with "-" inside only',
    }),
    ...problemIf(Object.keys(sources).length !== 1, {
      path,
      value: { name, ...sources },
      message: 'must have one source; allowed: configMap, csi, emptyDir, hostPath or secret',
    }),
    ...problemIf(isNameless(sources.configMap, sources.configMap?.name), nameless(`${path}.configMap.name`)),
    ...problemIf(isNameless(sources.secret, sources.secret?.secretName), nameless(`${path}.secret.secretName`)),
  ];
}

function isNameless(source: object | undefined, name = ''): boolean {
  return source !== undefined && name === '';
}

function nameless(path: string): Problem {
  return { path, message: 'must say which one of namespace calico-system' };
}

function containerMountProblems(
  { volumeMounts = [] }: ContainerOverride,
  volumes: readonly string[],
  path: string,
): readonly Problem[] {
  const paths = volumeMounts.map(({ mountPath }) => mountPath);
  return volumeMounts.flatMap((mount, index) => [
    ...mountProblems(mount, volumes, `${path}.volumeMounts[${index}]`),
    ...problemIf(
      paths.indexOf(mount.mountPath) < index,
      twice(`${path}.volumeMounts[${index}].mountPath`, mount.mountPath),
    ),
  ]);
}

function mountProblems(mount: VolumeMount, volumes: readonly string[], path: string): readonly Problem[] {
  const { name, mountPath, subPath = '', subPathExpr = '' } = mount;
  const within = subPath === '' ? subPathExpr : subPath;
  return [
    ...problemIf(!volumes.includes(name), {
      path: `${path}.name`,
      value: name,
      message: `is none of the volumes that this override adds${volumes.length === 0 ? '' : `: ${volumes.join(', ')}`}; add it to volumes`,
    }),
    ...problemIf(mountPath === '' || mountPath === '/', {
      path: `${path}.mountPath`,
      value: mountPath,
      message: 'must be a directory or file below the root',
    }),
    ...problemIf(within.startsWith('/') || within.split('/').includes('..'), {
      path: `${path}.${subPath === '' ? 'subPathExpr' : 'subPath'}`,
      value: within,
      message: 'must be relative and stay within the volume',
    }),
    ...problemIf(subPath !== '' && subPathExpr !== '', {
      path: `${path}.subPathExpr`,
      value: subPathExpr,
      message: 'cannot stand beside a subPath; remove one of the two',
    }),
  ];
}

function twice(path: string, value: string): Problem {
  return { path, value, message: 'is there twice; keep one' };
}
