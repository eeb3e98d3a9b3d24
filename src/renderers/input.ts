import type { APIServerSpec } from '../crds/apiserver.ts';
import type { ClusterInformationSpec } from '../crds/calico/cluster-information.ts';
import type { PodDNSConfig, PodSpec } from '../crds/generated/core.gen.ts';
import type { KubernetesProvider, SettledSpec } from '../crds/installation/spec.ts';
import type { ObjectRef, OwnerReference } from '../k8s/object.ts';
import type { PodTraces } from './shared/former-pods.ts';
import type { ImageReferences } from './shared/images.ts';
import type { LostNodes } from './shared/lost-nodes.ts';

/** Which API group carries Calico's configuration (docs/architecture.md). */
export type CalicoApiGroup = 'projectcalico.org/v3' | 'crd.projectcalico.org/v1';

/** Who this operator is in the cluster. */
export interface OperatorIdentity {
  readonly namespace: string;
  /** Name of its Deployment; the value of `app.kubernetes.io/managed-by`. */
  readonly name: string;
  readonly serviceAccount: string;
}

/** The custom resource that owns what is rendered. */
export interface Owner {
  readonly reference: OwnerReference;
  /** `<Kind>.<group>`, the value of `app.kubernetes.io/component`. */
  readonly component: string;
}

export interface Endpoint {
  readonly host: string;
  readonly port: string;
}

/** Who signs what pods ask for by CertificateSigningRequests (`spec.certificateManagement`). */
export interface CertificateSigner {
  /** `<domain>/<path>`. */
  readonly name: string;
  /** The authority behind the signer. */
  readonly authorityPem: string;
  readonly keyAlgorithm?: string;
  readonly signatureAlgorithm?: string;
}

/** A certificate and its key as they stand in a Secret, or as pods get them from a signer. */
export interface KeyPair {
  readonly name: string;
  /** Namespace of the Secret that is the source. */
  readonly namespace: string;
  readonly certificatePem: string;
  readonly keyPem: string;
  /** False for a Secret that the user supplied, which is copied but never rewritten. */
  readonly issuedByUs: boolean;
  readonly commonName?: string;
  readonly uriSan?: string;
  /** Data keys of the source Secret beyond key and certificate, base64 as there, kept when it is rewritten. */
  readonly otherData: Readonly<Record<string, string>>;
  /** Labels and annotations that describe the certificate (issuer, signer, expiry, names). */
  readonly description: CertificateDescription;
  /** Set where each pod has a pair of its own from this signer; there is no Secret then, and both PEM texts are empty. */
  readonly signer?: CertificateSigner;
  /** PEM of authorities by which pods knew the pair before this one; still trusted (ADR 0012). */
  readonly previousAnchors?: readonly string[];
}

export interface CertificateDescription {
  readonly issuer: string;
  readonly signer: string;
  /** UTC, second precision, for example `2029-02-23T08:13:14Z`. */
  readonly expiry: string;
  readonly dnsNames: readonly string[];
  readonly ipSans: readonly string[];
}

/** One certificate of the trusted bundle. */
export interface TrustedCertificate {
  readonly namespace: string;
  readonly name: string;
  readonly pem: string;
  /** Text that pods are rolled by, where it is more than `pem`: all that the source holds. */
  readonly hashed?: string;
  /** Comes and goes without rolling a pod. */
  readonly silent?: true;
}

/** The three pairs are those that pods mount; a newer one may wait for its turn (ADR 0012). */
export interface CoreCertificates {
  readonly authority: KeyPair;
  readonly node: KeyPair;
  readonly typha: KeyPair;
  readonly typhaNonClusterHost: KeyPair;
  /** Sorted by namespace and name; the authority is one of them. */
  readonly trusted: readonly TrustedCertificate[];
  /** PEM text of the host's root certificates, or '' where there are none. */
  readonly systemRoots: string;
  /** Pairs in the operator's namespace that are newer than what pods mount, and wait for their turn. */
  readonly ahead?: readonly KeyPair[];
  /** Hash annotations that Typha's pods keep until all clients trust the certificate that comes next. */
  readonly typhaHashes?: Readonly<Record<string, string>>;
  /** Secrets that pods mounted before they had a signer. */
  readonly unused?: readonly ObjectRef[];
}

/** A pull secret, or another of the operator's namespace, to be copied. */
export interface PullSecret {
  readonly name: string;
  readonly type: string;
  /** Base64, as in the Secret. */
  readonly data: Readonly<Record<string, string>>;
}

/** All facts that the components of an Installation are rendered from. */
export interface CoreInput {
  /** The Installation's spec with defaults and overlay. */
  readonly spec: SettledSpec;
  /** Annotations of the Installation and its overlay. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly owner: Owner;
  readonly operator: OperatorIdentity;
  readonly calicoApi: CalicoApiGroup;
  readonly images: ImageReferences;
  readonly certs: CoreCertificates;
  readonly pullSecrets: readonly PullSecret[];
  /** Copies in calico-system that the spec no longer asks for. */
  readonly formerPullSecrets: readonly string[];
  /** Facts from FelixConfiguration `default` after our own fields are set. */
  readonly felix: { readonly healthPort: number; readonly cgroupV2Path?: string };
  /** Facts from BGPConfiguration `default`. */
  readonly bgp: { readonly bindMode?: string };
  /** Families of the enabled pools that workloads can get addresses from. */
  readonly pools: { readonly v4: boolean; readonly v6: boolean };
  /** Kubernetes API endpoint handed to host-networked and to pod-networked workloads. */
  readonly endpoint: { readonly host?: Endpoint; readonly podNetwork?: Endpoint };
  /** How calico-node resolves names. */
  readonly nodeDns: { readonly policy: NonNullable<PodSpec['dnsPolicy']>; readonly config?: PodDNSConfig };
  readonly typhaReplicas: number;
  /** Nodes that were lost before a new version reached them; absent where there are none. */
  readonly lostNodes?: LostNodes;
  /** ConfigMap `bird-templates` of the operator's namespace, when it has a key. */
  readonly birdTemplates?: Readonly<Record<string, string>>;
  /** ConfigMap `bgp-layout` of the operator's namespace. */
  readonly bgpLayout?: Readonly<Record<string, string>>;
  /** `prometheusMetricsPort` of KubeControllersConfiguration `default`; 0 is off. */
  readonly kubeControllersMetricsPort: number;
  /** Cluster IP of the Goldmane Service, when Goldmane is installed. */
  readonly goldmaneClusterIp?: string;
  /** Addresses for calico-node's eBPF bootstrap, when it is enabled. */
  readonly bpfBootstrap?: { readonly serviceAddresses: string; readonly endpointAddresses: string };
  /**
   * Set while calico-node runs this release as the Go operator made it: what only we have in its pods waits for the next
   * release, so that taking over restarts no pod.
   */
  readonly formerNodePods?: true;
  /** Whether the tier `calico-system` is there, so that policies can be applied. */
  readonly tierReady: boolean;
  /**
   * Set while nodes move from a manifest install in kube-system to this one: calico-node runs on nodes that have moved.
   * `labelling`: it runs on others as well, which get the label of moved ones before it asks for that.
   */
  readonly migration?: 'from-kube-system' | 'labelling';
}

/** All facts that the tier and the policies for cluster DNS are rendered from. */
export interface TiersInput {
  readonly provider: KubernetesProvider;
  /** Addresses of the cluster's DNS Service, where NodeLocal DNSCache runs; otherwise empty. */
  readonly nodeLocalDnsAddresses: readonly string[];
}

/** All facts that Windows nodes are rendered from. */
export interface WindowsInput extends Pick<CoreInput, 'spec' | 'owner' | 'operator' | 'calicoApi' | 'images'> {
  readonly certs: Pick<CoreCertificates, 'trusted' | 'systemRoots'> & {
    readonly node: Pick<KeyPair, 'name'>;
    readonly typha: Pick<KeyPair, 'commonName' | 'uriSan'>;
  };
  /** Facts from FelixConfiguration `default`. */
  readonly felix: { readonly healthPort: number; readonly vxlanVni: number };
  /** Kubernetes API endpoint for programs on the nodes. */
  readonly endpoint: Pick<CoreInput['endpoint'], 'host'>;
  /** What pods ask for names, and the domain that they look in. */
  readonly dns: { readonly addresses: readonly string[]; readonly clusterDomain: string };
}

/** In which version the API server serves admission policies of each sort; absent where it does not. */
export interface AdmissionApi {
  readonly mutating?: AdmissionVersion;
  readonly validating?: AdmissionVersion;
}

export type AdmissionVersion = 'v1' | 'v1beta1' | 'v1alpha1';

/** Facts for the admission policies. */
export interface AdmissionInput {
  /** Absent before there is an Installation. */
  readonly owner?: Owner;
  readonly operator: OperatorIdentity;
  readonly admissionApi: AdmissionApi;
}

/** Facts for the permissions of a migration of Calico's data. */
export interface MigrationInput extends Pick<CoreInput, 'owner' | 'operator' | 'calicoApi'> {
  /** Whether there is a DatastoreMigration, in whatever phase. */
  readonly isMigrating: boolean;
}

/** All facts that the API server of projectcalico.org/v3, or the webhooks in its place, are rendered from. */
export interface ApiServerInput extends Pick<
  CoreInput,
  'spec' | 'owner' | 'operator' | 'calicoApi' | 'images' | 'endpoint' | 'tierReady'
> {
  /** Spec of the APIServer, which is the owner. */
  readonly apiServer: APIServerSpec;
  readonly certs: {
    readonly apiServer: KeyPair;
    readonly webhooks: KeyPair;
    /** Secrets that pods mounted before they had a signer. */
    readonly unused?: readonly ObjectRef[];
  };
  /** PEM of certificates by which the Kubernetes API server knew pods that may still serve; trusted until they are gone. */
  readonly formerAnchors: readonly string[];
  /** What the pods of calico-webhooks tell, where they run the image that is wanted. */
  readonly livePods?: PodTraces;
  /** Set where the APIService `v3.projectcalico.org` still points to calico-apiserver, though CRDs serve the group. */
  readonly staleApiService?: true;
  /** Set once nothing serves from the namespace `calico-apiserver` of earlier releases any more. */
  readonly formerNamespaceUnused?: true;
  /** Set for Kubernetes before 1.30, which has no ValidatingAdmissionPolicies. */
  readonly withoutAdmissionPolicies?: true;
}

/** Certificates of an add-on. */
export interface AddonCertificates {
  readonly pair: KeyPair;
  /** Sorted by namespace and name; the authority is one of them. */
  readonly trusted: readonly TrustedCertificate[];
  /** Secrets that pods mounted before they had a signer. */
  readonly unused: readonly ObjectRef[];
}

/** Facts that everything with a custom resource of its own beside the Installation is rendered from. */
export interface AddonInput extends Pick<
  CoreInput,
  'spec' | 'owner' | 'operator' | 'calicoApi' | 'images' | 'tierReady'
> {
  readonly certs: AddonCertificates;
  /** What its pods tell, where they run the images that are wanted. */
  readonly livePods?: PodTraces;
  /** Domain of the cluster's Services, without `svc.`. */
  readonly clusterDomain: string;
  /** Spec of ClusterInformation `default`; empty before Calico has written it. */
  readonly clusterInformation: ClusterInformationSpec;
  /** Whether a ManagementClusterConnection asks for a tunnel to a management cluster. */
  readonly connected: boolean;
}
