import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../../src/k8s/client.ts';
import { systemClock } from '../../src/k8s/clock.ts';
import { connect, type Connection } from '../../src/k8s/connect.ts';
import { createClient } from '../../src/k8s/create-client.ts';
import type { ClusterConfig } from '../../src/k8s/credentials.ts';
import { CustomResourceDefinition, ServiceAccount } from '../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';
import { ensurePrograms } from '../controlplane/build.ts';
import { ControlPlane } from '../controlplane/control-plane.ts';
import { kubeconfigFor } from '../controlplane/kubeconfig.ts';
import { createNodes } from './kwok-nodes.ts';
import { readManifests } from './manifests.ts';
import { OperatorProcess } from './operator-process.ts';
import { writeServiceAccount } from './pod-access.ts';

export interface TestClusterOptions {
  /** The checkout. */
  readonly root: string;
  /** Working folder for logs and certificates. */
  readonly folder: string;
  readonly nodes: number;
  /** Folders of `config/crd` that are there at the start; default: all that the operator needs. */
  readonly crds?: readonly string[];
  /** Neither CRDs nor RBAC, as an installer finds a cluster; `signsIn` comes later. Default: false. */
  readonly bare?: boolean;
  /** Subfolders of `config/rbac` that the operator is given beside what it usually has. Default: none. */
  readonly permissions?: readonly string[];
  /** True calls admission webhooks, though nothing runs in the pods behind them. Default: false. */
  readonly webhooks?: boolean;
  /** Progress, for people. */
  readonly report?: (line: string) => void;
}

/** Where the API is reached: the API server itself, or a proxy before it. */
export interface Endpoint {
  readonly url: string;
  /** PEM text of the authority that signed its certificate. */
  readonly ca: string;
}

const operatorNamespace = 'tigera-operator';

/** A real control plane with CRDs, RBAC and nodes: what an operator finds on a cluster it is about to be installed on. */
export class TestCluster {
  readonly plane: ControlPlane;
  /** The administrator. */
  readonly admin: Client;
  readonly #connection: Connection;
  readonly #options: TestClusterOptions;
  #operatorToken = '';
  #serviceAccount = '';

  private constructor(plane: ControlPlane, options: TestClusterOptions) {
    this.plane = plane;
    this.#options = options;
    this.#connection = connect(adminConfig(plane), { clock: systemClock, userAgent: 'test-cluster/1' });
    this.admin = createClient(this.#connection.transport, { clock: systemClock, fieldManager: 'administrator' });
  }

  static async start(options: TestClusterOptions): Promise<TestCluster> {
    const { root, folder, nodes, webhooks = false, report = () => undefined } = options;
    const programs = await ensurePrograms(root, report);
    report('Starting etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok');
    const plane = await ControlPlane.start({ programs, folder, webhooks, controllers: false });
    const cluster = new TestCluster(plane, options);
    try {
      if (options.bare !== true) {
        report('Installing the CRDs and the RBAC');
        await cluster.#install();
      }
      plane.startControllers();
      report(`Adding ${nodes} nodes`);
      await createNodes(cluster.admin, nodes);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** A kubeconfig of ServiceAccount tigera-operator, under the shipped RBAC. */
  get operatorKubeconfig(): string {
    return this.#kubeconfigOf(this.endpoint);
  }

  /** The API server, without anything in between. */
  get endpoint(): Endpoint {
    return { url: this.plane.server, ca: this.plane.authority };
  }

  /** Path of the operator's log. */
  get operatorLog(): string {
    return join(this.#options.folder, 'operator.log');
  }

  /**
   * Starts the built operator as its own ServiceAccount: as a process that reaches the API where it is told, or as a pod
   * does, which needs root (`canRunAsPod` tells).
   */
  startOperator(
    args: readonly string[] = [],
    as: 'pod' | Endpoint = this.endpoint,
    env: Readonly<Record<string, string>> = {},
  ): OperatorProcess {
    const { root } = this.#options;
    const access =
      as === 'pod'
        ? { serviceAccount: this.#serviceAccount, port: this.plane.port }
        : { kubeconfig: this.#kubeconfigOf(as) };
    return new OperatorProcess({ root, access, logFile: this.operatorLog, args, env });
  }

  /**
   * Starts one of several operators, with a token of its own, by which the audit log tells them apart: what a user agent
   * says anybody can say. Its log is `<name>.log`.
   */
  async startReplica(
    name: string,
    { namespace = operatorNamespace, through = this.endpoint }: ReplicaOptions = {},
  ): Promise<Replica> {
    const { root, folder } = this.#options;
    const token = await this.#token(namespace);
    const kubeconfig = join(folder, `${name}.kubeconfig`);
    const content = kubeconfigFor({ server: through.url, ca: through.ca, user: { token } });
    writeFileSync(kubeconfig, content, { mode: 0o600 });
    const logFile = join(folder, `${name}.log`);
    const env = { POD_NAME: name, OPERATOR_NAMESPACE: namespace };
    const process = new OperatorProcess({ root, access: { kubeconfig }, logFile, args: replicaArguments, env });
    return { name, process, credential: credentialIn(token), logFile };
  }

  async stop(): Promise<void> {
    this.#connection.close();
    await this.plane.stop();
  }

  /** Creates or changes an object as the administrator. */
  async apply(object: KubeObject): Promise<KubeObject> {
    return this.admin.apply(resourceTypeOf(object), object);
  }

  async #install(): Promise<void> {
    const { root, crds: folders = ['operator', 'policy', 'v3'], permissions = [] } = this.#options;
    const crds = folders.flatMap((set) => readManifests(join(root, 'config', 'crd', set)));
    await Promise.all(crds.map((crd) => this.admin.apply(CustomResourceDefinition, crd)));
    await Promise.all(crds.map((crd) => this.#established(crd.metadata.name)));
    const rbac = ['.', ...permissions].flatMap((set) => readManifests(join(root, 'config', 'rbac', set)));
    for (const object of rbac) await this.apply(object);
    await this.signsIn();
  }

  /** Gets a token of the operator's ServiceAccount, which has to be there. Operators that start later have it. */
  async signsIn(): Promise<void> {
    this.#operatorToken = await this.#token();
    const { folder, authority: ca } = this.plane;
    const access = { token: this.#operatorToken, ca, namespace: operatorNamespace };
    this.#serviceAccount = writeServiceAccount(folder, access);
  }

  /** Writes a kubeconfig of the operator's ServiceAccount, and returns its path. */
  #kubeconfigOf({ url, ca }: Endpoint): string {
    const path = join(this.plane.folder, `operator-${new URL(url).port}.kubeconfig`);
    const content = kubeconfigFor({ server: url, ca, user: { token: this.#operatorToken } });
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  async #established(name: string): Promise<void> {
    for (;;) {
      const crd: CrdStatus | undefined = await this.admin.get(CustomResourceDefinition, { name });
      if (crd?.status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True') === true)
        return;
      await pause(50);
    }
  }

  async #token(namespace = operatorNamespace): Promise<string> {
    const metadata = { name: 'tigera-operator', namespace };
    const spec = { expirationSeconds: 36_000, audiences: [] };
    const request: TokenRequest = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata, spec };
    const { group, version, plural, namespaced } = ServiceAccount;
    const type: ResourceType<TokenRequest> = { group, version, plural, namespaced, kind: 'TokenRequest' };
    const answer = await this.admin.create(type, request, { subresource: 'token' });
    return answer.status?.token ?? '';
  }
}

/** Where one of several operators runs. */
export interface ReplicaOptions {
  /** Default: tigera-operator. */
  readonly namespace?: string;
  /** Default: the API server itself. */
  readonly through?: Endpoint;
}

/** One of several operators. */
export interface Replica {
  readonly name: string;
  readonly process: OperatorProcess;
  /** How the audit log calls its token. */
  readonly credential: string;
  readonly logFile: string;
}

const replicaArguments = ['-enable-leader-election=true'];

/** The id in a token, as the API server tells it. */
function credentialIn(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { jti?: string };
  return `JTI=${claims.jti ?? ''}`;
}

interface TokenRequest extends KubeObject {
  spec: object;
  status?: { token?: string };
}

interface CrdStatus extends KubeObject {
  status?: { conditions?: { type: string; status: string }[] };
}

function adminConfig(plane: ControlPlane): ClusterConfig {
  const file = (name: string): Buffer => readFileSync(join(plane.folder, name));
  const tls = { ca: plane.authority, cert: file('admin.crt'), key: file('admin.key') };
  return { server: plane.server, namespace: 'default', credentials: () => Promise.resolve({ tls, headers: {} }) };
}
