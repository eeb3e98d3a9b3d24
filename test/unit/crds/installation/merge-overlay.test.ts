import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import * as z from 'zod';
import { mergeOverlay } from '../../../../src/crds/installation/merge-overlay.ts';
import { installationSpec, type InstallationSpec } from '../../../../src/crds/installation/spec.ts';
import { anyInstallation } from '../../../support/arbitrary-installation.ts';

const pods = (spec: object): InstallationSpec => ({ calicoNodeDaemonSet: { spec: { template: { spec } } } });
const typha = (spec: object): InstallationSpec => ({ typhaDeployment: { spec: { template: { spec } } } });

describe('mergeOverlay', () => {
  it.each<[string, InstallationSpec, InstallationSpec, InstallationSpec]>([
    ['keeps what the overlay leaves open', { registry: 'a/' }, {}, { registry: 'a/' }],
    ['takes what the overlay says', { registry: 'a/' }, { registry: 'b/' }, { registry: 'b/' }],
    ['takes an empty text for nothing', { registry: 'a/' }, { registry: '' }, { registry: 'a/' }],
    [
      'takes an empty list for nothing',
      { serviceCIDRs: ['10.0.0.0/8'] },
      { serviceCIDRs: [] },
      { serviceCIDRs: ['10.0.0.0/8'] },
    ],
    [
      'takes variables of containers with their container',
      typha({ containers: [{ name: 'calico-typha', env: [{ name: 'GOGC', value: '50' }] }], tolerations: [] }),
      typha({ containers: [{ name: 'calico-typha', env: [{ name: 'GODEBUG', value: 'x=1' }] }] }),
      typha({ containers: [{ name: 'calico-typha', env: [{ name: 'GODEBUG', value: 'x=1' }] }], tolerations: [] }),
    ],
    [
      'merges settings of namespaces, their labels as a whole',
      { namespaces: { labels: { a: '1' }, annotations: { b: '2' } } },
      { namespaces: { labels: { c: '3' }, podSecurityLabels: 'Manual' } },
      { namespaces: { labels: { c: '3' }, annotations: { b: '2' }, podSecurityLabels: 'Manual' } },
    ],
    [
      'merges bounds of Typha, its ladder as a whole',
      { typhaAutoscaling: { minimum: 2, ladder: [{ nodes: 1, replicas: 2 }] } },
      { typhaAutoscaling: { maximum: 5, ladder: [{ nodes: 9, replicas: 3 }] } },
      { typhaAutoscaling: { minimum: 2, maximum: 5, ladder: [{ nodes: 9, replicas: 3 }] } },
    ],
    [
      'replaces logging as a whole',
      { logging: { cni: { logFileMaxCount: 3, logSeverity: 'Debug' } } },
      { logging: { cni: { logFileMaxCount: 4 } } },
      { logging: { cni: { logFileMaxCount: 4 } } },
    ],
    [
      'merges the CNI plugin field by field',
      { cni: { type: 'Calico', binDir: '/a' } },
      { cni: { type: 'Calico', confDir: '/b' } },
      { cni: { type: 'Calico', binDir: '/a', confDir: '/b' } },
    ],
    [
      'merges the network field by field, its lists as a whole',
      { calicoNetwork: { mtu: 1400, ipPools: [{ cidr: '10.0.0.0/16' }] } },
      { calicoNetwork: { ipPools: [{ cidr: '10.1.0.0/16' }] } },
      { calicoNetwork: { mtu: 1400, ipPools: [{ cidr: '10.1.0.0/16' }] } },
    ],
    [
      'takes an empty list of pools at its word',
      { calicoNetwork: { ipPools: [{ cidr: '10.0.0.0/16' }] } },
      { calicoNetwork: { ipPools: [] } },
      { calicoNetwork: { ipPools: [] } },
    ],
    [
      'merges overrides down to the parts of a pod',
      pods({ nodeSelector: { a: '1' }, dnsPolicy: 'Default' }),
      pods({ nodeSelector: { b: '2' }, dnsConfig: { nameservers: ['10.0.0.10'] } }),
      pods({ nodeSelector: { b: '2' }, dnsPolicy: 'Default', dnsConfig: { nameservers: ['10.0.0.10'] } }),
    ],
    [
      'merges spreading and init containers of Typha',
      typha({ initContainers: [{ name: 'typha-certs-key-cert-provisioner' }] }),
      typha({ topologySpreadConstraints: [], tolerations: [] }),
      typha({ initContainers: [{ name: 'typha-certs-key-cert-provisioner' }], tolerations: [] }),
    ],
  ])('%s', (_what, base, overlay, expected) => {
    expect(mergeOverlay(base, overlay)).toEqual(expected);
  });

  it('merges the minReadySeconds of one with the metadata of the other', () => {
    const merged = mergeOverlay(
      { csiNodeDriverDaemonSet: { metadata: { labels: { a: '1' } } } },
      { csiNodeDriverDaemonSet: { spec: { minReadySeconds: 5 } } },
    );
    expect(merged).toEqual({
      csiNodeDriverDaemonSet: { metadata: { labels: { a: '1' } }, spec: { minReadySeconds: 5 } },
    });
  });

  it('leaves both as they are', () => {
    const base: InstallationSpec = { cni: { type: 'Calico' } };
    const overlay: InstallationSpec = { cni: { type: 'GKE' } };
    mergeOverlay(base, overlay);
    expect([base, overlay]).toEqual([{ cni: { type: 'Calico' } }, { cni: { type: 'GKE' } }]);
  });
});

type Shape = Readonly<Record<string, z.ZodType>>;

/** The fields of a schema, or of the object that an optional field holds. */
function fieldsOf(schema: z.ZodType): Shape {
  if (schema instanceof z.ZodExactOptional) return fieldsOf(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodObject ? schema.shape : {};
}

function fieldsAt(schema: z.ZodType, ...path: string[]): string[] {
  const found = path.reduce<z.ZodType | undefined>((at, name) => at && fieldsOf(at)[name], schema);
  return found === undefined ? [] : Object.keys(fieldsOf(found));
}

const places = [
  [],
  ['spec'],
  ['spec', 'template'],
  ['spec', 'template', 'metadata'],
  ['spec', 'template', 'spec'],
  ['metadata'],
];

/** Each field that an override has, with the steps that lead to it. */
function overrideFields(): [title: string, path: string[]][] {
  const overrides = Object.keys(installationSpec.shape).filter((field) => /(Deployment|DaemonSet)$/.test(field));
  const paths = overrides.flatMap((override) =>
    places.flatMap((place) =>
      fieldsAt(installationSpec, override, ...place).map((field) => [override, ...place, field]),
    ),
  );
  return paths.filter((path) => !structs.has(path.at(-1) ?? '')).map((path) => [path.join('.'), path]);
}

const structs = new Set(['metadata', 'spec', 'template']);

function nested(path: readonly string[], value: unknown): object {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
}

describe('an overlay', () => {
  it.each(Object.keys(installationSpec.shape))('sets spec.%s', (field) => {
    const overlay: InstallationSpec = { [field]: 'theirs' };
    expect(mergeOverlay({ [field]: 'ours', registry: 'r' }, overlay)).toEqual({ registry: 'r', ...overlay });
  });

  it.each(overrideFields())('sets %s, and leaves what is beside it', (_title, path) => {
    const [parent, field] = [path.slice(0, -1), path.at(-1) ?? ''];
    const merged = mergeOverlay(nested([...parent, 'besides'], 'ours'), nested(path, 'theirs'));
    expect(merged).toEqual(nested(parent, { besides: 'ours', [field]: 'theirs' }));
  });

  it('says the same when it is laid over twice', () => {
    fc.assert(
      fc.property(anyInstallation, anyInstallation, (base, overlay) => {
        const once = mergeOverlay(base, overlay);
        expect(mergeOverlay(once, overlay)).toEqual(once);
      }),
    );
  });

  it('changes nothing of what it leaves open', () => {
    fc.assert(fc.property(anyInstallation, (base) => expect(mergeOverlay(base, {})).toEqual(base)));
  });
});
