/** Which folder may import what. The picture is in docs/architecture.md. */
export interface Layer {
  /** Path below `src`, as a prefix; the longest that fits a file counts. */
  readonly of: string;
  /** Prefixes of paths below `src` that it may import. */
  readonly ours: readonly string[];
  /** Prefixes of paths below `src` of which it may import types. */
  readonly types?: readonly string[];
  /** Packages; `node:*` stands for all modules of Node. */
  readonly packages?: readonly string[];
  readonly because: string;
}

export const layers: readonly Layer[] = [
  {
    of: 'crds/',
    ours: ['crds/'],
    types: ['k8s/object.ts'],
    packages: ['zod'],
    because: 'schemas, defaults and rules are facts in, facts out',
  },
  {
    of: 'renderers/',
    ours: ['renderers/', 'crds/', 'k8s/object.ts'],
    because: 'the same input gives the same bytes: no clock, no environment, no I/O',
  },
  {
    of: 'renderers/shared/config-hash.ts',
    ours: [],
    packages: ['node:crypto'],
    because: 'a hash is pure, and this is the one place that needs one',
  },
  {
    of: 'reconcilers/',
    ours: ['reconcilers/', 'renderers/', 'crds/', 'k8s/'],
    types: ['runtime/'],
    packages: ['node:*'],
    because: 'they do all I/O, and are told when by controllers',
  },
  {
    of: 'reconcilers/certificates/',
    ours: ['reconcilers/', 'renderers/', 'crds/', 'k8s/'],
    packages: ['node:*', '@peculiar/x509', 'reflect-metadata'],
    because: 'Node can read certificates but not issue them (docs/adr/0008-runtime-dependencies.md)',
  },
  {
    of: 'reconcilers/cluster/platform-cidrs.ts',
    ours: ['reconcilers/'],
    packages: ['yaml'],
    because: "kubeadm's configuration is a YAML document",
  },
  {
    of: 'controllers/',
    ours: ['controllers/', 'reconcilers/', 'renderers/shared/names.ts', 'crds/', 'runtime/', 'k8s/kinds.ts'],
    types: ['k8s/object.ts'],
    because: 'they say when; what is done, and every call of the API, is in reconcilers',
  },
  {
    of: 'runtime/',
    ours: ['runtime/', 'k8s/'],
    packages: ['node:*'],
    because: 'queues and elections know nothing of what is installed',
  },
  {
    of: 'runtime/log.ts',
    ours: ['runtime/', 'k8s/'],
    packages: ['node:*', 'pino'],
    because: 'everybody else sees the Logger interface',
  },
  {
    of: 'runtime/metrics.ts',
    ours: ['runtime/', 'k8s/'],
    packages: ['prom-client'],
    because: 'everybody else sees functions that count',
  },
  {
    of: 'k8s/',
    ours: ['k8s/'],
    packages: ['node:*'],
    because: 'the client knows HTTP and objects, nothing above',
  },
  {
    of: 'k8s/kubeconfig.ts',
    ours: ['k8s/'],
    packages: ['node:*', '@kubernetes/client-node'],
    because: 'the library costs memory, so it is loaded only where a kubeconfig is used',
  },
  {
    of: 'cli/',
    ours: ['cli/', 'crds/', 'renderers/', 'version.ts'],
    types: ['runtime/'],
    packages: ['node:*'],
    because: 'flags and one-shot commands need no cluster',
  },
  {
    of: 'cli/api-url.ts',
    ours: ['cli/'],
    packages: ['node:*', 'yaml'],
    because: 'a kubeconfig is a YAML document',
  },
  {
    of: 'cli/print-crds.ts',
    ours: ['crds/'],
    packages: ['yaml'],
    because: 'people read and apply CRDs as YAML',
  },
  {
    of: 'commands/',
    ours: ['crds/', 'renderers/', 'reconcilers/', 'k8s/', 'identity.ts', 'version.ts'],
    types: ['runtime/', 'operator.ts'],
    because: 'each does one job against the API server, and main.ts ends the process after it',
  },
  {
    of: '',
    ours: [''],
    packages: ['node:*'],
    because: 'main.ts and its neighbours put the parts together',
  },
];

/** Jobs of `reconcilers/` that every other may use. */
export const sharedJobs: readonly string[] = ['apply', 'status', 'cluster'];

/** Where one job uses another; each with its reason. */
export const jobUses: Readonly<Record<string, { readonly uses: readonly string[]; readonly because: string }>> = {
  addons: {
    uses: [
      'certificates/',
      'installation/image-set.ts',
      'installation/load.ts',
      'installation/teardown.ts',
      'installation/valid-spec.ts',
    ],
    because: 'they run in the network of the Installation, with certificates of its authority',
  },
  apiserver: {
    uses: ['addons/', 'certificates/', 'installation/image-set.ts', 'migration/datastore-lock.ts'],
    because: 'an APIServer is an add-on that the Kubernetes API server calls',
  },
  apply: {
    uses: ['migration/datastore-lock.ts'],
    because: "whoever writes Calico's data goes through here, and stops here while it is being moved",
  },
  cluster: {
    uses: ['migration/migrated-api.ts'],
    because: 'a migration decides which API group carries the configuration',
  },
  crds: {
    uses: ['installation/active-operator.ts'],
    because: 'of two operators, one acts',
  },
  felix: {
    uses: ['kube-proxy/proxy-state.ts'],
    because: 'BPF goes off only after kube-proxy serves again',
  },
  installation: {
    uses: [
      'certificates/supplied.ts',
      'felix/',
      'ippools/usable-families.ts',
      'kube-proxy/',
      'manifests/',
      'typha-autoscaler/',
    ],
    because:
      "it gathers what the core is rendered from, hands back what it took when it goes, and leaves a user's certificates alone",
  },
  ippools: {
    uses: ['installation/invalid-installation.ts', 'installation/load.ts', 'installation/valid-spec.ts'],
    because: 'the Installation lists the pools',
  },
  'kube-proxy': {
    uses: ['felix/bpf-switch.ts', 'installation/load.ts', 'installation/settle-spec.ts', 'installation/valid-spec.ts'],
    because: 'the Installation asks for it, and calico-node must be ready for BPF on every node first',
  },
  migration: {
    uses: ['installation/load.ts'],
    because: 'what a migration may do belongs to the Installation, and goes with it',
  },
  tiers: {
    uses: [
      'installation/load.ts',
      'installation/settle-spec.ts',
      'installation/supported-version.ts',
      'manifests/adopted-spec.ts',
    ],
    because: 'the policies for cluster DNS depend on the platform, and wait until manifests can be taken over',
  },
  windows: {
    uses: [
      'certificates/require-certificates.ts',
      'installation/image-set.ts',
      'installation/load.ts',
      'installation/settle-spec.ts',
      'installation/supported-version.ts',
      'installation/version-hold.ts',
    ],
    because: 'Windows nodes are a part of the Installation, and use what the core has made',
  },
};
