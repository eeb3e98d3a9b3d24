import type { CrdManifest } from '../../src/crds/definition.ts';
import type { StructuralSchema } from '../../src/crds/structural-schema.ts';
import type { KubeObject } from '../../src/k8s/object.ts';

type Edit = (fields: Readonly<Record<string, StructuralSchema>>) => Record<string, StructuralSchema>;

/** A definition of another release: with other fields in its spec, and without what may speak of fields that are gone. */
function withSpecFields(crd: KubeObject, edit: Edit): CrdManifest {
  const copy = structuredClone(crd) as CrdManifest;
  const versions = copy.spec.versions.map((version) => {
    const root = withoutRules(version.schema.openAPIV3Schema) as StructuralSchema;
    const spec = root.properties?.['spec'] ?? {};
    const edited = { ...spec, required: [], properties: edit(spec.properties ?? {}) };
    const properties = { ...root.properties, spec: edited };
    return { ...version, selectableFields: [], schema: { openAPIV3Schema: { ...root, properties } } };
  });
  return { ...copy, spec: { ...copy.spec, versions } };
}

function withoutRules(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutRules);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([keyword]) => keyword !== 'x-kubernetes-validations');
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, withoutRules(value)]));
}

/** As before the last fields were added. */
export function older(crd: KubeObject): CrdManifest {
  return withSpecFields(crd, (fields) => Object.fromEntries(Object.entries(fields).slice(0, -2)));
}

/** As after the next field was added. */
export function newer(crd: KubeObject): CrdManifest {
  return withSpecFields(crd, (fields) => ({ ...fields, tomorrow: { type: 'string' } }));
}

/** Kinds that Calico v3.29 did not have. */
const newKinds =
  /^(?:goldmanes|whiskers|gatewayapis|istios|managementclusterconnections|clusternetworkpolicies|staged\w+)\./;

/** Fields of specs that came after Calico v3.29, by plural: enough of them to have its shape. */
const newFields: Readonly<Record<string, readonly string[]>> = {
  installations: [
    'calicoNetwork.clusterRoutingMode',
    'calicoNetwork.bpfNetworkBootstrap',
    'calicoNetwork.kubeProxyManagement',
    'namespaces',
    'tlsCipherSuites',
  ],
  apiservers: ['calicoWebhooksDeployment'],
  bgpconfigurations: ['programClusterRoutes', 'localWorkloadPeeringIPV4', 'localWorkloadPeeringIPV6'],
  bgppeers: ['localWorkloadSelector', 'reversePeering'],
  felixconfigurations: [
    'programClusterRoutes',
    'istioAmbientMode',
    'istioDSCPMark',
    'requireMTUFile',
    'natOutgoingExclusions',
  ],
  ippools: ['namespaceSelector'],
};

/** A set of CRDs of the shape that Calico v3.29 had: fewer kinds, and fewer fields in some. */
export function likeV329(crds: readonly KubeObject[]): CrdManifest[] {
  return crds
    .filter(({ metadata }) => !newKinds.test(metadata.name))
    .map((crd) => {
      const [plural = ''] = crd.metadata.name.split('.');
      const removed = newFields[plural] ?? [];
      return removed.length === 0
        ? (crd as CrdManifest)
        : withSpecFields(crd, (fields) => removed.reduce(withoutField, { ...fields }));
    });
}

type Fields = Record<string, StructuralSchema>;

/** Throws where there is no such field: a test that removes nothing would prove nothing. */
function withoutField(fields: Fields, path: string): Fields {
  const [name = '', ...below] = path.split('.');
  const { [name]: field, ...others } = fields;
  if (field === undefined) throw new Error(`There is no field ${path}`);
  if (below.length === 0) return others;
  const properties = withoutField({ ...field.properties }, below.join('.'));
  return { ...others, [name]: { ...field, properties } };
}

/** The fields of the spec in the only version. */
export function specFields(crd: KubeObject | undefined): string[] {
  const [version] = (crd as CrdManifest | undefined)?.spec.versions ?? [];
  return Object.keys(version?.schema.openAPIV3Schema.properties?.['spec']?.properties ?? {}).toSorted();
}
