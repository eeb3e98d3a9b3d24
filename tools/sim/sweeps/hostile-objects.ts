import { FelixConfigurations, ImageSets } from '../../../src/crds/kinds.ts';
import { ConfigMap, Node, Secret, ServiceAccount } from '../../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';
import { Chance } from '../chance.ts';
import { settling } from '../scenarios/index.ts';
import { installs } from '../scenarios/teardown.ts';
import type { SimWorld } from '../world.ts';
import type { Case, Sweep } from './sweep.ts';

/** In which the operator meets the object, and says what it has to say. */
const meetingMs = 30_000;
const casesOfScenario = 2_000;
const kilobyte = 1_024;

/** An object that the operator reads, and what somebody puts into it. */
interface Target {
  readonly type: ResourceType;
  readonly namespace?: string;
  readonly names: readonly string[];
  readonly content: (chance: Chance) => Nonsense;
}

/** Fields of an object; of its metadata, labels and annotations. */
interface Nonsense {
  readonly metadata?: object;
  readonly [field: string]: unknown;
}

interface Name {
  readonly name: string;
  readonly namespace?: string;
}

const operatorNamespace = 'tigera-operator';

const targets: Readonly<Record<string, Target>> = {
  'a Secret that the operator reads': {
    type: Secret,
    namespace: operatorNamespace,
    // The authority is the matter of T16: who damages its key gets another one for good.
    names: ['typha-certs', 'node-certs', 'pull-secret', 'calico-apiserver-certs', 'any'],
    content: (chance) => ({ data: wordsWith(chance, ['tls.crt', 'tls.key', 'cert.crt', '.dockerconfigjson'], base64) }),
  },
  'a ConfigMap that the operator reads': {
    type: ConfigMap,
    namespace: operatorNamespace,
    names: ['kubernetes-services-endpoint', 'bird-templates', 'bgp-layout', 'typha-ca', 'tigera-ca-bundle'],
    content: (chance) => ({
      data: wordsWith(chance, ['KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT', 'caBundle', 'bird.cfg'], text),
    }),
  },
  'a ConfigMap of the platform': {
    type: ConfigMap,
    namespace: 'kube-system',
    names: ['kubeadm-config', 'cluster-info'],
    content: (chance) => ({ data: wordsWith(chance, ['ClusterConfiguration'], text) }),
  },
  'a node': {
    type: Node,
    names: ['node-1', 'stranger'],
    content: (chance) => ({
      metadata: { labels: manyLabels(chance), annotations: { note: text(chance) } },
      spec: { unschedulable: true, providerID: text(chance), taints: [{ key: 'a', effect: 'NoExecute' }] },
    }),
  },
  'settings of Felix': {
    type: FelixConfigurations,
    names: ['default', 'node.node-1'],
    content: (chance) => ({
      spec: { bpfLogLevel: text(chance), routeTableRange: { min: 1, max: 250 }, iptablesMarkMask: 4_278_190_080 },
    }),
  },
  'an ImageSet': {
    type: ImageSets,
    names: ['calico-v3.32.1', 'other'],
    content: (chance) => ({ spec: { images: [{ image: text(chance), digest: text(chance) }] } }),
  },
  'a ServiceAccount of Calico': {
    type: ServiceAccount,
    namespace: 'calico-system',
    names: ['calico-node', 'stranger'],
    content: (chance) => ({ imagePullSecrets: [{ name: text(chance).slice(0, 60) }] }),
  },
};

/** Words that readers stumble over, some of them very long. */
const words = [
  () => '',
  () => '__proto__',
  () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  () => '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'.repeat(50),
  () => '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
  () => '{"auths":{"__proto__":{}}}',
  () => 'kind: ClusterConfiguration\nnetworking: {podSubnet: [}',
  () => 'kind: ClusterConfiguration\nnetworking:\n  podSubnet: 10.0.0.0/99,nonsense',
  () => '10.0.0.1:70000',
  () => '\u0000\u001b[31m\nlevel=error',
  () => 'x'.repeat(900 * kilobyte),
] as const;

function text(chance: Chance): string {
  return chance.pick(words)();
}

function base64(chance: Chance): string {
  return Buffer.from(text(chance)).toString('base64');
}

/** Under the names that are looked for, and under ones that nobody expects. */
function wordsWith(chance: Chance, names: readonly string[], word: (chance: Chance) => string): object {
  const keys = [...names, 'constructor', 'other'].filter(() => chance.next() < 0.6);
  return Object.fromEntries(keys.map((key) => [key, word(chance)]));
}

function manyLabels(chance: Chance): Record<string, string> {
  const count = chance.pick([0, 10, 10_000]);
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`example.com/label-${index}`, `${index}`]));
}

/** Somebody puts nonsense into what the operator reads, and takes it back. */
export const hostileObjectSweep: Sweep = {
  id: 'T12',
  says: 'objects full of nonsense, and without it again',
  scenarios: ['install'],
  // Trust, nodes and endpoints come and go with what is put into them; what has to hold is that all comes back.
  expects: { objects: 'same', effort: 'any', except: ['I3', 'I7', 'I8', 'I11'] },
  casesOf: () => Array.from({ length: casesOfScenario }, (_, seed) => caseOf(seed)),
};

function caseOf(seed: number): Case {
  const chance = new Chance(seed);
  const what = chance.pick(Object.keys(targets));
  const { type, namespace, names, content } = targets[what] as Target;
  const name = chance.pick(names);
  const target = namespace === undefined ? { name } : { name, namespace };
  return {
    title: `${what} (${name}, case ${seed})`,
    rules: [],
    story: settling(async (world) => {
      await installs(world);
      const before = world.admin.get(type, target);
      putsIn(world, type, target, content(chance));
      await world.scheduler.pass(meetingMs);
      putsBack(world, type, target, before);
      await world.becomesAvailable();
    }),
  };
}

/** What the API server refuses has done no harm. */
function putsIn({ admin }: SimWorld, type: ResourceType, target: Name, nonsense: Nonsense): void {
  const { group, version, kind } = type;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const object = { apiVersion, kind, ...nonsense, metadata: { ...nonsense.metadata, ...target } };
  if (admin.get(type, target) === undefined) admin.create(type, object);
  else admin.patch(type, target, object);
}

function putsBack({ admin }: SimWorld, type: ResourceType, target: Name, before: KubeObject | undefined): void {
  const live = admin.get(type, target);
  if (live !== undefined && before === undefined) admin.delete(type, live);
  if (live !== undefined && before !== undefined) {
    admin.replace(type, {
      ...before,
      metadata: { ...before.metadata, resourceVersion: live.metadata.resourceVersion ?? '' },
    });
  }
}
