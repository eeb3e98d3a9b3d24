import { describe } from '@jest/globals';
import { componentRules } from '../../../../../src/crds/installation/rules/components.ts';
import { testRules } from '../../../../support/rule-cases.ts';

const signer = (signerName: string) => ({ certificateManagement: { caCert: 'Q0E=', signerName } });

describe('rules of components', () => {
  testRules(componentRules, [
    [
      'name everything that is wrong with log files',
      { logging: { cni: { logFileMaxCount: 0, logFileMaxAgeDays: 0, logFileMaxSize: '100M' } } },
      [/logFileMaxCount: 0 must be 1/, /logFileMaxAgeDays: 0 must be 1/, /logFileMaxSize: "100M" .* binary suffix/],
    ],
    [
      'refuse log files of no size',
      { logging: { cni: { logFileMaxSize: '0Mi' } } },
      [/logFileMaxSize: "0Mi" must be more/],
    ],
    ['refuse log files of a plain number', { logging: { cni: { logFileMaxSize: 1024 } } }, [/logFileMaxSize: 1024 /]],
    ['take None for host paths', { flexVolumePath: 'None', kubeletVolumePluginPath: 'None' }, []],
    [
      'refuse relative host paths',
      { flexVolumePath: 'volumes', kubeletVolumePluginPath: 'kubelet' },
      [/^spec\.flexVolumePath: "volumes\/" must be an absolute path/, /^spec\.kubeletVolumePluginPath: "kubelet"/],
    ],
    [
      'refuse OnDelete',
      { nodeUpdateStrategy: { type: 'OnDelete' } },
      [/nodeUpdateStrategy\.type: "OnDelete" must be Roll/],
    ],
    ['take a control plane on Linux', { controlPlaneNodeSelector: { 'kubernetes.io/os': 'linux' } }, []],
    [
      'refuse a control plane on Windows',
      { controlPlaneNodeSelector: { 'kubernetes.io/os': 'windows', 'beta.kubernetes.io/os': 'windows' } },
      [/\[kubernetes\.io\/os\]: "windows" must be linux/, /\[beta\.kubernetes\.io\/os\]/],
    ],
    ['refuse no replicas', { controlPlaneReplicas: 0 }, [/controlPlaneReplicas: 0 must be 1 or more/]],
    [
      'take resources for components on Windows',
      { componentResources: [{ componentName: 'FelixWindows', resourceRequirements: {} }] },
      [],
    ],
    ['refuse a calico-node without privileges', { nonPrivileged: 'Enabled' }, [/^spec\.nonPrivileged: "Enabled"/]],
    ['take a calico-node with privileges', { nonPrivileged: 'Disabled' }, []],
    [
      'refuse what is no port',
      { nodeMetricsPort: 70_000, typhaMetricsPort: -1 },
      [/nodeMetricsPort: 70000 must be a port/, /typhaMetricsPort: -1/],
    ],
    ['refuse a cipher suite without a name', { tlsCipherSuites: [{}] }, [/tlsCipherSuites\[0\]\.name: must name/]],
    ['take the name of a signer', signer('example.com/calico'), []],
    ['refuse a signer without a domain', signer('calico'), [/signerName: "calico" is not the name of a signer/]],
  ]);
});
