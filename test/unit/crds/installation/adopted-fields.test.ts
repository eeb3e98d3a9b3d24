import { describe, expect, it } from '@jest/globals';
import { fieldPaths, pickFields, silentAbout } from '../../../../src/crds/installation/adopted-fields.ts';
import type { InstallationSpec } from '../../../../src/crds/installation/spec.ts';

const spec: InstallationSpec = {
  nodeMetricsPort: 9091,
  cni: { type: 'Calico', ipam: { type: 'HostLocal' } },
  calicoNetwork: { mtu: 1440, nodeAddressAutodetectionV4: { firstFound: true } },
  typhaDeployment: { spec: { template: { spec: { affinity: {} } } } },
};
const paths = [
  'calicoNetwork.mtu',
  'calicoNetwork.nodeAddressAutodetectionV4',
  'cni.ipam',
  'cni.type',
  'nodeMetricsPort',
  'typhaDeployment.spec.template.spec.affinity',
];

describe('adopted fields', () => {
  it('are named by their paths, down to what is replaced as a whole', () => {
    expect(fieldPaths(spec)).toEqual(paths);
  });

  it('are found again by their paths', () => {
    expect(pickFields(spec, paths)).toEqual(spec);
    expect(pickFields(spec, ['calicoNetwork.mtu', 'registry'])).toEqual({ calicoNetwork: { mtu: 1440 } });
  });

  it('give way to what somebody says', () => {
    const said = { nodeMetricsPort: 0, cni: { type: 'Calico' as const }, calicoNetwork: { mtu: 1400 } };
    expect(silentAbout(said, paths)).toEqual(
      paths.filter((path) => !['calicoNetwork.mtu', 'cni.type', 'nodeMetricsPort'].includes(path)),
    );
  });
});
