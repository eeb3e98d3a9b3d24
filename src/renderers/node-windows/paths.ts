import type { SettledSpec } from '../../crds/installation/spec.ts';
import { windowsDirectories } from '../../crds/installation/platform-defaults.ts';

/** Directories of the CNI plugin on Windows nodes. */
export interface CniDirectories {
  readonly bin: string;
  readonly config: string;
  readonly log: string;
}

/** The directories as the Installation has them, whose defaults depend on the platform. */
export function cniDirectories({ kubernetesProvider, windowsNodes }: Paths): CniDirectories {
  const {
    cniBinDir = '',
    cniConfigDir = '',
    cniLogDir = '',
  } = { ...windowsDirectories(kubernetesProvider), ...windowsNodes };
  return { bin: cniBinDir, config: cniConfigDir, log: cniLogDir };
}

type Paths = Pick<SettledSpec, 'kubernetesProvider' | 'windowsNodes'>;

/** A path on drive C without the letter of the drive, as programs in host-process containers take it. */
export function withoutDrive(path: string): string {
  return path.replace(/^c:/i, '');
}

/** A file in a directory of drive C: slashes, one between any two names. */
export function fileOnDrive(directory: string, file: string): string {
  return `c:${`${withoutDrive(directory)}/${file}`.replaceAll(/[\\/]+/g, '/')}`;
}
