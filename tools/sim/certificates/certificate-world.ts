import type { X509Certificate } from 'node:crypto';
import type { DaemonSet, Deployment } from '../../../src/crds/generated/core.gen.ts';
import type { InstallationSpec } from '../../../src/crds/installation/spec.ts';
import { Installations } from '../../../src/crds/kinds.ts';
import { ConfigMap, DaemonSet as DaemonSets, Deployment as Deployments, Secret } from '../../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';
import { anchorsOf, leafOf } from '../../observer/certificates.ts';
import type { SimWorld } from '../world.ts';
import { TrustWatch } from './trust-watch.ts';
import { broughtPair, type BroughtPair, type Wish } from './users-certificates.ts';

const dayMs = 24 * 3600 * 1000;
const namespace = 'tigera-operator';
const system = 'calico-system';
/** A pass, and what follows from it. */
const settleMs = 3_000;

/** How often each workload has been rolled out. */
export interface Rolls {
  readonly node: number;
  readonly typha: number;
}

/** A simulated cluster as stories about certificates see it: days go by, and somebody looks at trust all the time. */
export class CertificateWorld {
  readonly world: SimWorld;
  readonly #trust: TrustWatch;
  #wakes = 0;

  constructor(world: SimWorld, options: { readonly looksAtDates?: boolean } = {}) {
    this.world = world;
    this.#trust = new TrustWatch(world, options);
  }

  get now(): Date {
    return this.world.scheduler.wall();
  }

  async installs(spec: InstallationSpec = {}): Promise<void> {
    this.world.startsTheOperator();
    this.world.appliesInstallation(spec);
    await this.world.becomesAvailable();
  }

  /** Lets a pass run for a reason of its own, and everything that follows from it. */
  async settles(): Promise<void> {
    this.#wakes += 1;
    const annotations = { 'example.com/wake': String(this.#wakes) };
    this.world.admin.patch(Installations, { name: 'default' }, { metadata: { annotations } });
    await this.world.scheduler.pass(settleMs);
    await this.world.eventually('all pods are rolled', () => this.#isRolled());
  }

  /** Days go by, one pass in each step, and after each somebody looks at everything. */
  async daysPass(days: number, stepDays = 1, looks: () => void = () => undefined): Promise<void> {
    for (let left = days; left > 0; left -= stepDays) {
      this.world.scheduler.skewWall(Math.min(left, stepDays) * dayMs);
      await this.settles();
      this.#trust.look();
      looks();
    }
  }

  /** Something happens in which nobody promises that everybody trusts everybody. */
  async untrusting(happens: () => Promise<void>): Promise<void> {
    this.#trust.pause(true);
    await happens();
    this.#trust.pause(false);
  }

  /** Everything went well so far. Throws with all that did not. */
  trusted(): void {
    const { problems } = this.#trust;
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }

  /** Throws unless it holds. */
  insists(what: string, holds: boolean): void {
    if (!holds)
      throw new Error(
        `${this.now.toISOString()}: ${what}\nDegraded: ${this.says('Degraded')}\nAvailable: ${this.says('Available')}`,
      );
  }

  /** The message of a condition that is True; otherwise empty. */
  says(type: string): string {
    const condition = this.world.condition('calico', type);
    return condition?.status === 'True' ? (condition.message ?? '') : '';
  }

  async eventuallySays(type: string, pattern: RegExp): Promise<void> {
    await this.world.eventually(`${type} says ${pattern.source}`, () => pattern.test(this.says(type)));
  }

  rolls(): Rolls {
    return { node: this.#generation(DaemonSets, 'calico-node'), typha: this.#generation(Deployments, 'calico-typha') };
  }

  /** The certificate in a Secret of the operator's namespace. */
  certificate(name: string): X509Certificate | undefined {
    const secret = this.world.admin.get(Secret, { namespace, name });
    return secret && leafOf(secret);
  }

  /** How many authorities pods trust. */
  authorities(): number {
    const bundle = this.world.admin.get(ConfigMap, { namespace: system, name: 'tigera-ca-bundle' });
    return new Set(bundle === undefined ? [] : anchorsOf(bundle).map(({ fingerprint256 }) => fingerprint256)).size;
  }

  /** Days until the certificate that pods mount ends. */
  daysLeft(name: string): number {
    const end = this.mounted(name)?.validToDate.getTime() ?? 0;
    return (end - this.now.getTime()) / dayMs;
  }

  /** The certificate that pods mount. */
  mounted(name: string): X509Certificate | undefined {
    const copy = this.world.admin.get(Secret, { namespace: system, name });
    return copy && leafOf(copy);
  }

  brings(wish: Omit<Wish, 'from'>): Promise<BroughtPair> {
    return broughtPair({ from: this.now, ...wish });
  }

  /** Somebody puts a pair into a Secret of the operator's namespace, as it is, or in place of what stands there. */
  supplies(name: string, { certificatePem, keyPem }: BroughtPair, more: Record<string, string> = {}): void {
    this.suppliesData(name, { 'tls.crt': certificatePem, 'tls.key': keyPem, ...more });
  }

  suppliesData(name: string, texts: Readonly<Record<string, string>>): void {
    this.withdraws(name);
    const data = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, base64(text)]));
    const secret: KubeObject & { data: object } = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
      data,
    };
    this.world.admin.create(Secret, secret);
  }

  withdraws(name: string): void {
    const live = this.world.admin.get(Secret, { namespace, name });
    if (live !== undefined) this.world.admin.delete(Secret, live);
  }

  /** Supplies ConfigMap `typha-ca`. */
  suppliesTyphaAuthority(caBundle: string): void {
    const metadata = { name: 'typha-ca', namespace };
    const object: KubeObject & { data: object } = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { caBundle } };
    if (this.world.admin.get(ConfigMap, metadata) === undefined) this.world.admin.create(ConfigMap, object);
    else this.world.admin.patch(ConfigMap, metadata, { data: { caBundle } });
  }

  /** A webhook refuses every Secret from now on; returns how to take it away. */
  refusesSecrets(message: string): () => void {
    return this.world.faults.add({
      match: { verb: ['create', 'patch', 'apply'], resource: 'secrets' },
      action: { kind: 'answer', status: 403, message, bodyForm: 'status', phase: 'before' },
    });
  }

  #isRolled(): boolean {
    const name = { namespace: system, name: 'calico-typha' };
    const typha = this.world.admin.get(Deployments as ResourceType<Deployment>, name);
    return isReplaced(typha) && this.world.rolledOut(DaemonSets, 'calico-node', this.#nodes());
  }

  #nodes(): number {
    const name = { namespace: system, name: 'calico-node' };
    const live = this.world.admin.get(DaemonSets as ResourceType<DaemonSet>, name);
    return live?.status?.desiredNumberScheduled ?? 0;
  }

  #generation(type: ResourceType, name: string): number {
    return this.world.admin.get(type, { namespace: system, name })?.metadata.generation ?? 0;
  }
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Whether no pod of an older template is left. */
function isReplaced({ metadata, status = {} }: Partial<Deployment> = {}): boolean {
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0 } = status;
  return observedGeneration >= (metadata?.generation ?? 0) && updatedReplicas >= replicas;
}
