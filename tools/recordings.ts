/**
 * Reads recordings of clusters that another operator installed (`*.json`, each a List of whole objects), and turns what
 * it found there into the facts that our renderers take. `check-hashes.ts` and `parity-render.ts` compare with them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ConfigMap, Deployment, EnvVar, PodSpec, Secret } from '../src/crds/generated/core.gen.ts';
import type { APIServer } from '../src/crds/apiserver.ts';
import type { Installation, SettledSpec } from '../src/crds/installation/spec.ts';
import { describeRef, type KubeObject, refOf } from '../src/k8s/object.ts';
import type {
  ApiServerInput,
  CertificateDescription,
  CoreInput,
  KeyPair,
  PullSecret,
  TrustedCertificate,
  WindowsInput,
} from '../src/renderers/input.ts';
import { type ImageDigests, imageReferences } from '../src/renderers/shared/images.ts';
import { recordedTraces, templateOf } from './recorded-pods.ts';

export interface Recording {
  readonly name: string;
  /** Whether secrets and hashes are masked, so that nobody can tell what pods have started with. */
  readonly isMasked: boolean;
  /** By kind, namespace and name, as `describeRef` writes them. */
  readonly objects: ReadonlyMap<string, KubeObject>;
  /** What the user made; those that the recorded operator never wrote are nowhere else. */
  readonly asked: ReadonlyMap<string, KubeObject>;
}

interface RecordedPool extends KubeObject {
  spec: { cidr: string; disabled?: boolean };
}
interface RecordedFelixConfiguration extends KubeObject {
  spec: { healthPort: number; vxlanVNI?: number };
}

const OPERATOR_NAMESPACE = 'tigera-operator';

/** All recordings of a directory, by name: `<name>.json`, a List of whole objects, or `<name>/objects.yaml`, masked ones. */
export function readRecordings(directory: string): Recording[] {
  return readdirSync(directory)
    .toSorted()
    .flatMap((entry) => {
      const name = entry.replace(/\.json$/, '');
      const asked = readScenario(join(directory, '..', 'scenarios', name));
      if (entry !== name) return [recordingOf({ name, isMasked: false }, readList(join(directory, entry)), asked)];
      const masked = join(directory, entry, 'objects.yaml');
      return existsSync(masked) ? [recordingOf({ name: entry, isMasked: true }, readDocuments(masked), asked)] : [];
    })
    .filter(isInstalled);
}

/** Refused installations left nothing to compare. */
function isInstalled({ objects }: Recording): boolean {
  return objects.has('DaemonSet calico-system/calico-node');
}

function readList(path: string): KubeObject[] {
  const list = JSON.parse(readFileSync(path, 'utf8')) as { items?: KubeObject[] };
  return list.items ?? [];
}

function readDocuments(path: string): KubeObject[] {
  return parseAllDocuments(readFileSync(path, 'utf8')).map((document) => document.toJS() as KubeObject);
}

/** What was there before the recorded operator started. */
function readScenario(directory: string): KubeObject[] {
  const files = existsSync(directory) ? readdirSync(directory).filter((file) => /^\d.*\.yaml$/.test(file)) : [];
  return files.flatMap((file) => readDocuments(join(directory, file)));
}

function recordingOf(
  about: Pick<Recording, 'name' | 'isMasked'>,
  objects: readonly KubeObject[],
  asked: readonly KubeObject[],
): Recording {
  return { ...about, objects: byRef(objects), asked: byRef(asked) };
}

function byRef(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  return new Map(objects.map((object) => [describeRef(refOf(object)), object]));
}

/** The facts behind a recording. */
export function coreInputOf(recording: Recording): CoreInput {
  const installation = recorded(recording, 'Installation default') as Installation;
  const spec = settledSpec(installation);
  return {
    spec,
    annotations: installation.metadata.annotations ?? {},
    owner: ownerOf(installation),
    operator: { namespace: OPERATOR_NAMESPACE, name: OPERATOR_NAMESPACE, serviceAccount: OPERATOR_NAMESPACE },
    calicoApi: recording.name.startsWith('v1-') ? 'crd.projectcalico.org/v1' : 'projectcalico.org/v3',
    images: imageReferences(spec, recordedDigests(recording)),
    certs: recordedCertificates(recording, spec),
    pullSecrets: (spec.imagePullSecrets ?? []).map(({ name = '' }) => recordedPullSecret(recording, name)),
    formerPullSecrets: [],
    ...recordedCluster(recording),
    bgp: {},
    nodeDns: { policy: 'Default' },
    formerNodePods: true,
    kubeControllersMetricsPort: 0,
    tierReady: true,
  };
}

/** The facts behind the Windows nodes of a recording; undefined where it has none. */
export function windowsInputOf(recording: Recording): WindowsInput | undefined {
  const pods = templateOf(recording.objects.get('DaemonSet calico-system/calico-node-windows') ?? {})?.spec;
  if (pods === undefined) return undefined;
  const { spec } = recorded(recording, 'FelixConfiguration default') as RecordedFelixConfiguration;
  const installCni = pods.initContainers?.find(({ name }) => name === 'install-cni');
  const addresses = valueOf(installCni?.env ?? [], 'KUBERNETES_DNS_SERVERS')?.split(',') ?? [];
  return {
    ...coreInputOf(recording),
    felix: { healthPort: spec.healthPort, vxlanVni: spec.vxlanVNI ?? 0 },
    dns: { addresses, clusterDomain: 'cluster.local' },
  };
}

/** The facts behind the API server of a recording, or the webhooks in its place; undefined where it has none. */
export function apiServerInputOf(recording: Recording): ApiServerInput | undefined {
  const apiServer = recording.objects.get('APIServer default') as APIServer | undefined;
  if (apiServer === undefined) return undefined;
  const input = coreInputOf(recording);
  const pair = (name: string, service: string): KeyPair =>
    requestedKeyPair(input.spec, name, service) ?? recordedKeyPair(recording, name);
  const server = pair('calico-apiserver-certs', 'calico-api');
  return {
    ...input,
    owner: ownerOf(apiServer),
    apiServer: apiServer.spec ?? {},
    certs: {
      apiServer: server,
      webhooks: input.calicoApi === 'projectcalico.org/v3' ? pair('calico-webhooks-tls', 'calico-webhooks') : server,
    },
    formerAnchors: [],
    ...recordedTraces(recording, 'calico-webhooks'),
  };
}

type ClusterFacts = 'felix' | 'pools' | 'endpoint' | 'typhaReplicas' | 'goldmaneClusterIp';

function recordedCluster(recording: Recording): Pick<CoreInput, ClusterFacts> {
  const felix = recorded(recording, 'FelixConfiguration default') as RecordedFelixConfiguration;
  const typha = recorded(recording, 'Deployment calico-system/calico-typha') as Deployment;
  const goldmaneClusterIp = nodePods(recording)?.hostAliases?.[0]?.ip;
  return {
    felix: { healthPort: felix.spec.healthPort },
    pools: recordedPools(recording),
    endpoint: recordedEndpoint(recording),
    typhaReplicas: typha.spec?.replicas ?? 1,
    ...(goldmaneClusterIp !== undefined && { goldmaneClusterIp }),
  };
}

/** An object that every recording has. */
export function recorded({ name, objects }: Recording, ref: string): KubeObject {
  const object = objects.get(ref);
  if (object === undefined) throw new Error(`${name}: ${ref} was not recorded`);
  return object;
}

/** The recorded operator wrote its defaults into the spec; what an overlay added stands in `status.computed`. */
function settledSpec({ spec, status }: Installation): SettledSpec {
  return { kubernetesProvider: '', ...spec, ...status?.computed } as SettledSpec;
}

/** A custom resource as the owner of what was made for it. */
export function ownerOf({ apiVersion, kind, metadata }: KubeObject): CoreInput['owner'] {
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' };
  return { reference, component: `${kind}.operator.tigera.io` };
}

/** The ConfigMap with the endpoint belongs to the user and is not recorded; calico-node's environment repeats it. */
function recordedEndpoint(recording: Recording): CoreInput['endpoint'] {
  const variables = nodePods(recording)?.containers[0]?.env ?? [];
  const [host, port] = ['KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'].map((name) => valueOf(variables, name));
  return host === undefined || port === undefined ? {} : { host: { host, port } };
}

/** The ImageSet belongs to the user and is not recorded; the images that it pinned are. */
function recordedDigests({ objects }: Recording): ImageDigests {
  const pods = [...objects.values()].map((object) => templateOf(object)?.spec);
  const containers = pods.flatMap((pod) => (pod?.initContainers ?? []).concat(pod?.containers ?? []));
  const pinned = containers
    .map(({ image = '' }) => /([^/]+)@(sha256:.*)$/.exec(image))
    .filter((match) => match !== null);
  return Object.fromEntries(pinned.map(([, name = '', digest = '']) => [name, digest]));
}

function nodePods(recording: Recording): PodSpec | undefined {
  return templateOf(recorded(recording, 'DaemonSet calico-system/calico-node'))?.spec;
}

/** Value of an environment variable. */
export function valueOf(variables: readonly EnvVar[], name: string): string | undefined {
  return variables.find((variable) => variable.name === name)?.value;
}

function recordedPools({ objects }: Recording): CoreInput['pools'] {
  const pools = [...objects.values()].filter(({ kind }) => kind === 'IPPool') as RecordedPool[];
  const cidrs = pools.filter(({ spec }) => spec.disabled !== true).map(({ spec }) => spec.cidr);
  return { v4: cidrs.some((cidr) => !cidr.includes(':')), v6: cidrs.some((cidr) => cidr.includes(':')) };
}

function recordedPullSecret(recording: Recording, name: string): PullSecret {
  const { type = 'Opaque', data = {} } = recorded(recording, `Secret calico-system/${name}`) as Secret;
  return { name, type, data };
}

function recordedCertificates(recording: Recording, spec: SettledSpec): CoreInput['certs'] {
  const { data = {} } = recorded(recording, 'ConfigMap calico-system/tigera-ca-bundle') as ConfigMap;
  const pair = (name: string, commonName: string): KeyPair =>
    requestedKeyPair(spec, name, commonName) ?? recordedKeyPair(recording, name);
  return {
    authority: { ...pair('tigera-ca-private', ''), issuedByUs: spec.certificateManagement === undefined },
    node: pair('node-certs', 'typha-client'),
    typha: pair('typha-certs', 'typha-server'),
    typhaNonClusterHost: pair('typha-certs-noncluster-host', ''),
    trusted: trustedCertificates(data['tigera-ca-bundle.crt'] ?? ''),
    systemRoots: data['ca-bundle.crt'] ?? '',
  };
}

/** With `certificateManagement` pods ask for their pairs, and no Secret holds them. */
export function requestedKeyPair(spec: SettledSpec, name: string, commonName: string): KeyPair | undefined {
  if (spec.certificateManagement === undefined) return undefined;
  const { caCert, signerName, keyAlgorithm = '', signatureAlgorithm = '' } = spec.certificateManagement;
  const authorityPem = Buffer.from(caCert, 'base64').toString('utf8');
  return {
    name,
    namespace: OPERATOR_NAMESPACE,
    certificatePem: '',
    keyPem: '',
    issuedByUs: true,
    commonName,
    otherData: {},
    description: { issuer: '', signer: '', expiry: '', dnsNames: [commonName], ipSans: [] },
    signer: { name: signerName, authorityPem, keyAlgorithm, signatureAlgorithm },
  };
}

/** A pair that the recorded operator made. */
export function recordedKeyPair(recording: Recording, name: string): KeyPair {
  const secret = recorded(recording, `Secret ${OPERATOR_NAMESPACE}/${name}`) as Secret;
  const { 'tls.crt': certificate = '', 'tls.key': key = '', ...otherData } = secret.data ?? {};
  const description = recordedDescription(secret);
  const commonName = description.dnsNames[0];
  return {
    name,
    namespace: OPERATOR_NAMESPACE,
    certificatePem: Buffer.from(certificate, 'base64').toString('utf8'),
    keyPem: Buffer.from(key, 'base64').toString('utf8'),
    issuedByUs: true,
    ...(commonName !== undefined && { commonName }),
    otherData,
    description,
  };
}

function recordedDescription({ metadata }: Secret): CertificateDescription {
  const text = (key: string): string => metadata.annotations?.[`certificates.operator.tigera.io/${key}`] ?? '';
  const list = (key: string): string[] =>
    text(key)
      .split(',')
      .filter((item) => item !== '');
  return {
    issuer: text('issuer'),
    signer: text('signer'),
    expiry: text('expiry'),
    dnsNames: list('dns-names'),
    ipSans: list('ip-sans'),
  };
}

/** Each certificate stands below a heading with the namespace and name of its source. */
export function trustedCertificates(bundle: string): TrustedCertificate[] {
  const blocks = bundle.matchAll(/^# certificate name: ([^/\n]+)\/(\S+)\n([\s\S]*?)\n\n(?=#|$(?![\s\S]))/gm);
  return [...blocks].map(([, namespace = '', name = '', pem = '']) => ({ namespace, name, pem }));
}
