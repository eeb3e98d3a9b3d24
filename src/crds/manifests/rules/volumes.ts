import type { ManifestReading } from '../manifest-reading.ts';
import { check, type ManifestRule } from './rule.ts';

const FLEXVOL_VOLUME = 'flexvol-driver-host';
const FLEXVOL_CONTAINER = 'flexvol-driver';

const flexVolume: ManifestRule = {
  reads: 'volume `flexvol-driver-host`, init container `flexvol-driver`',
  convert: (reading) => {
    const volume = reading.pod.volumes?.find(({ name }) => name === FLEXVOL_VOLUME);
    const container = reading.container(FLEXVOL_CONTAINER);
    if (volume === undefined && container === undefined) return { flexVolumePath: 'None' };
    const path = container === undefined ? undefined : volume?.hostPath?.path;
    if (path !== undefined) return { flexVolumePath: path };
    reading.refuseIf(true, {
      field: `volume ${FLEXVOL_VOLUME} and init container ${FLEXVOL_CONTAINER}`,
      message: 'belong together: the container, and the volume as a hostPath',
      fix: 'add what is missing, or remove both',
    });
    return {};
  },
};

const hostPaths: Readonly<Record<string, string>> = {
  'lib-modules': '/lib/modules',
  'var-run-calico': '/var/run/calico',
  'var-lib-calico': '/var/lib/calico',
  'xtables-lock': '/run/xtables.lock',
};

/** Of the CNI plugin, where Calico installs one. */
const cniPaths: Readonly<Record<string, string>> = { 'cni-bin-dir': '/opt/cni/bin', 'cni-net-dir': '/etc/cni/net.d' };

const volumes = check('host paths of the volumes', (reading) => {
  const expected = { ...hostPaths, ...(reading.cniType === 'Calico' && cniPaths) };
  for (const [name, path] of Object.entries(expected)) expectHostPath(reading, name, path);
});

function expectHostPath(reading: ManifestReading, name: string, path: string): void {
  const volume = reading.pod.volumes?.find((each) => each.name === name);
  const found = volume?.hostPath?.path;
  if (volume === undefined || found?.replace(/\/$/, '') === path) return;
  const message = 'is not where the operator has it';
  reading.refuseIf(true, {
    field: `volume ${name}`,
    value: found ?? 'no hostPath',
    message,
    fix: `make it the hostPath ${path}`,
  });
}

/** Rules about the volumes of calico-node. */
export const volumeRules: readonly ManifestRule[] = [flexVolume, volumes];
