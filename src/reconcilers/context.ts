import type { Client } from '../k8s/client.ts';
import type { Clock } from '../k8s/clock.ts';
import type { AdmissionApi, CalicoApiGroup, Endpoint, OperatorIdentity } from '../renderers/input.ts';
import type { EventRecorder } from '../runtime/events.ts';
import type { Logger } from '../runtime/log.ts';
import type { Tallied } from './apply/apply-object.ts';
import type { ApplyMemory } from './apply/apply-memory.ts';
import type { CertificateIssuer } from './certificates/issue.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { CrdKeeper } from './crds/crd-keeper.ts';
import type { ScaleDownDelay } from './typha-autoscaler/scale-down-delay.ts';

/** Facts about this process that do not change while it runs. */
export interface Settings {
  readonly operator: OperatorIdentity;
  readonly calicoApi: CalicoApiGroup;
  /** API groups by which platforms are known. */
  readonly platformGroups: ReadonlySet<string>;
  /** Whether this operator brings the CRDs; default: no. */
  readonly managesCrds?: boolean;
  /** Where this operator brings admission policies: the versions in which they are served. */
  readonly admissionApi?: AdmissionApi;
  /** Set where the API server has no ValidatingAdmissionPolicies (Kubernetes before 1.30). */
  readonly withoutAdmissionPolicies?: true;
  /** Address of the Kubernetes API from the operator's own environment. */
  readonly endpoint?: Endpoint;
  /** PEM text of the root certificates of the operator's image, or ''. */
  readonly systemRoots: string;
  /** Domain of the cluster's Services, without `svc.`. */
  readonly clusterDomain: string;
  /** What calico-node has left about the MTU of the operator's node; undefined where there is nothing. */
  readonly readMtu: () => Promise<string | undefined>;
}

/** All that reconcilers may use; injected, so that tests and simulations own every part. */
export interface ReconcileContext {
  readonly client: Client;
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly log: Logger;
  readonly events: EventRecorder;
  readonly settings: Settings;
  readonly memory: ApplyMemory;
  /** Counts what became of objects; absent where nobody asks. */
  readonly tally?: (kind: string, result: Tallied) => void;
  readonly issuer: CertificateIssuer;
  readonly typhaScale: ScaleDownDelay;
  /** Absent where others bring the CRDs. */
  readonly crds?: CrdKeeper;
}
