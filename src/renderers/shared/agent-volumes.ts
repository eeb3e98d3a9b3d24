import type { Volume } from '../../crds/generated/core.gen.ts';
import type { KeyPair } from '../input.ts';
import { bundleVolume, keyPairVolume } from './tls-mounts.ts';
import { hostPath } from './workloads.ts';

/**
 * The volumes that calico-node begins with on Linux and on Windows. The first three mean nothing on Windows; pods of
 * clusters that are taken over have them, and would all roll without them.
 */
export function agentVolumes(pair: Pick<KeyPair, 'name'>): Volume[] {
  return [
    hostPath('lib-modules', '/lib/modules'),
    hostPath('xtables-lock', '/run/xtables.lock', 'FileOrCreate'),
    hostPath('policysync', '/var/run/nodeagent', 'DirectoryOrCreate'),
    bundleVolume(),
    keyPairVolume(pair),
    hostPath('var-run-calico', '/var/run/calico', 'DirectoryOrCreate'),
    hostPath('var-lib-calico', '/var/lib/calico', 'DirectoryOrCreate'),
  ];
}
