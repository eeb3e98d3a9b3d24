/** A schema of JSON Schema draft 7, as Helm reads it. */
export interface ValueSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly additionalProperties?: boolean | ValueSchema;
  readonly items?: ValueSchema;
}

/** Kinds whose spec stands in the values, beside `enabled`: the key of the values, and the file of the CRD. */
export const CUSTOM_RESOURCES = {
  installation: 'operator/installations.operator.tigera.io',
  apiServer: 'operator/apiservers.operator.tigera.io',
  goldmane: 'operator/goldmanes.operator.tigera.io',
  whisker: 'operator/whiskers.operator.tigera.io',
  managementClusterConnection: 'operator/managementclusterconnections.operator.tigera.io',
  defaultFelixConfiguration: 'v3/felixconfigurations.projectcalico.org',
} as const;

const text = { type: 'string' } as const;
const textOrNothing = { type: ['string', 'null'] } as const;
const flag = { type: 'boolean' } as const;
const map = { type: 'object' } as const;
const texts = { type: 'object', additionalProperties: text } as const;
const listOfObjects = { type: 'array', items: map } as const;
const port = { type: 'integer', minimum: 1, maximum: 65_535 } as const;

function about(description: string, schema: ValueSchema): ValueSchema {
  return { ...schema, description };
}

/** An object with these keys and no others: a misspelt one is refused. */
function only(description: string, properties: Readonly<Record<string, ValueSchema>>): ValueSchema {
  return { type: 'object', description, additionalProperties: false, properties };
}

const pair = {
  key: about('Private key, PEM.', textOrNothing),
  cert: about('Certificate, PEM.', textOrNothing),
  commonName: about('Common name that the other side checks.', textOrNothing),
};

/** All values but the custom resources, in the order of the table in the chart's README. */
export const VALUES: Readonly<Record<string, ValueSchema>> = {
  imagePullSecrets: about(
    'Pull secrets to create, name to Docker config JSON. Their names join `installation.imagePullSecrets`, and the ServiceAccount has them all.',
    texts,
  ),
  certs: only('Certificates of your own between Felix and Typha: all of these, or none.', {
    node: only('Of Felix, in calico-node.', pair),
    typha: only('Of Typha.', { ...pair, caBundle: about('The authority of both certificates, PEM.', textOrNothing) }),
  }),
  manageCRDs: about('Whether the operator brings the CRDs, and keeps them as its release has them.', flag),
  replicas: about('Replicas of the operator; one of them is at work.', { type: 'integer', minimum: 0 }),
  resources: about('Resources of the operator, and of the Job at uninstall.', map),
  additionalLabels: about('Labels of the objects of the chart, beside `k8s-app: tigera-operator`.', texts),
  tolerations: about('Tolerations of the operator, and of the Job at uninstall.', listOfObjects),
  nodeSelector: about('Node selector of the same.', texts),
  affinity: about('Affinity of the same.', map),
  priorityClassName: about('Priority class of the same.', text),
  podAnnotations: about('Annotations of the operator’s pods.', texts),
  podLabels: about('Labels of the operator’s pods, beside `name` and `k8s-app`.', texts),
  dnsConfig: about('DNS settings of the operator; calico-node gets the same.', map),
  dnsPolicy: about('DNS policy of the operator; empty: `ClusterFirstWithHostNet` on the host’s network.', text),
  hostNetwork: about(
    'Whether the operator runs on the host’s network. Without, it cannot start before there is a network.',
    flag,
  ),
  podSecurityContext: about('Security context of the operator’s pods.', map),
  securityContext: about('Security context of the operator’s container.', map),
  health: only('Probes.', {
    enabled: about('Whether the operator answers the probes of the kubelet.', flag),
    port: about('Port of `/healthz` and `/readyz`.', port),
  }),
  mtuDetection: about(
    'Whether the operator reads the MTU that calico-node has found from a file of the host; without, set `installation.calicoNetwork.mtu` where it matters.',
    flag,
  ),
  metrics: only('Metrics of the operator.', {
    enabled: about(
      'Whether the operator serves metrics, behind the Service `tigera-operator-metrics`: with TLS, to whom may `get` the non-resource URL `/metrics`.',
      flag,
    ),
    port: about('Their port, on all interfaces of the node.', port),
    certificateSecret: about(
      'Secret with `tls.crt` and `tls.key` to serve them with; empty: a certificate is made at each start, which nobody can verify.',
      text,
    ),
    clientCaSecret: about(
      'Secret with `ca.crt`, the authority of the certificates by which scrapers are known; empty: by a token of the cluster.',
      text,
    ),
    serviceMonitor: only('How the Prometheus operator finds them.', {
      enabled: about('Whether there is a ServiceMonitor; it takes the CRDs of the Prometheus operator.', flag),
      labels: about('Its labels, by which a Prometheus selects it.', texts),
      interval: about('How often Prometheus asks.', text),
      tlsConfig: about(
        'How it verifies the certificate, and the one of its own that `metrics.clientCaSecret` asks for.',
        map,
      ),
    }),
    alerts: only('What to be woken up for.', {
      enabled: about('Whether there is a PrometheusRule; it takes the CRDs of the Prometheus operator.', flag),
      labels: about('Its labels, by which a Prometheus selects it.', texts),
    }),
    dashboard: only('A dashboard for Grafana.', {
      enabled: about('Whether there is a ConfigMap with it.', flag),
      labels: about('Its labels, by which Grafana finds it.', texts),
    }),
  }),
  extraVolumes: about('More volumes of the operator’s pods.', listOfObjects),
  extraVolumeMounts: about('Where the operator’s container has them.', listOfObjects),
  podDisruptionBudget: only('A budget for the operator, of use with two replicas.', {
    enabled: about('Whether there is one; it allows one replica less.', flag),
  }),
  tigeraOperator: only('Image of the operator.', {
    registry: about('Registry; empty where `image` names it.', text),
    image: about('Repository.', text),
    version: about('Tag.', text),
    digest: about('Digest, `sha256:…`; wins over the tag.', { ...text, pattern: '^(sha256:[0-9a-f]{64})?$' }),
    imagePullPolicy: about('When nodes pull the image.', { enum: ['Always', 'IfNotPresent', 'Never'] }),
    env: about(
      'More environment variables of the operator: `METRICS_HOST`, `METRICS_PORT`, `CALICO_API_GROUP`, proxies.',
      listOfObjects,
    ),
  }),
  serviceAccount: only('ServiceAccount of the operator.', { annotations: about('Its annotations.', texts) }),
  rbac: only('What the operator may do.', {
    profile: about(
      '`minimal` holds what the operator grants and cannot escalate; `compatible` is as wide as the role of the Go operator.',
      { enum: ['minimal', 'compatible'] },
    ),
    manifestMigration: about(
      'Whether it may move an installation from manifests out of kube-system: label nodes, read pods, delete what it replaces.',
      flag,
    ),
    datastoreMigration: about(
      'Whether it may grant what a DatastoreMigration takes, the deletion of CRDs among it.',
      flag,
    ),
  }),
  guard: only('Admission policies that hold the operator, and people, back.', {
    operator: about(
      'Whether admission policies refuse what the operator never does: workloads and bindings elsewhere, foreign rights. Needs `rbac.profile` `minimal`.',
      flag,
    ),
    namespaces: about('Namespaces that the operator may write in beside its own, calico-system and kube-system.', {
      type: 'array',
      items: text,
    }),
    deletion: about(
      'Whether the Installation and the CRDs of Calico can be deleted only with the annotation `operator.tigera.io/confirm-deletion`.',
      flag,
    ),
  }),
  calicoctl: only('Image of the init container that loads resources of yours on OpenShift.', {
    image: about('Repository, with its registry.', text),
    tag: about('Tag.', text),
  }),
  kubernetesServiceEndpoint: only('Where the API server is reached without kube-proxy.', {
    host: about('Host name or address; empty: as the kubelet says.', text),
    port: about('Port.', { type: ['string', 'integer'] }),
  }),
  uninstall: only('The Job that deletes the custom resources before Helm deletes the operator.', {
    activeDeadlineSeconds: about('After so long it fails, and `helm uninstall` can be repeated.', {
      type: 'integer',
      minimum: 1,
    }),
    backoffLimit: about('How often a failed pod is tried again.', { type: 'integer', minimum: 0 }),
  }),
};
