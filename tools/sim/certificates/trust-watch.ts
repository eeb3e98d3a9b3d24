import type { X509Certificate } from 'node:crypto';
import type { DaemonSet, Deployment, Pod } from '../../../src/crds/generated/core.gen.ts';
import { DaemonSet as DaemonSets, Deployment as Deployments } from '../../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';
import { certificatesIn, leafOf, verifies } from '../../observer/certificates.ts';
import { textAt } from '../../observer/value-at.ts';
import type { StoredChange } from '../server/api.ts';
import type { SimWorld } from '../world.ts';
import { Timeline } from './timeline.ts';

/** How late kubelets bring new files to pods that run. */
const kubeletLagMs = 2 * 60_000;
const namespace = 'calico-system';

type Role = 'calico-node' | 'calico-typha';

/** A pod that runs, or is about to. */
interface RunningPod {
  readonly role: Role;
  readonly name: string;
  readonly born: number;
  /** Its own certificate stands for this authority, where it asked a signer. */
  readonly signedBy?: X509Certificate;
}

/**
 * Looks on, at every change, whether calico-node and Typha can talk to each other. A process may have any file that its pod
 * had in its life, because its container can restart at any time; Felix reads its own pair whenever it connects.
 */
export class TrustWatch {
  readonly #world: SimWorld;
  readonly #pods = new Map<string, RunningPod>();
  readonly #bundle = new Timeline<readonly X509Certificate[]>();
  readonly #pairs = { 'calico-node': new Timeline<X509Certificate>(), 'calico-typha': new Timeline<X509Certificate>() };
  readonly #problems = new Set<string>();
  #isPaused = false;
  /** Whether ends of certificates count; off while a story sets clocks. */
  readonly looksAtDates: boolean;

  constructor(world: SimWorld, { looksAtDates = true } = {}) {
    this.#world = world;
    this.looksAtDates = looksAtDates;
    world.admin.onChange((change) => this.#see(change));
  }

  /** Whether to look away for a while. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
  }

  /** What went wrong, in words; each thing once. */
  get problems(): readonly string[] {
    return [...this.#problems];
  }

  #see({ type, resource, object }: StoredChange): void {
    if (object.metadata.namespace !== namespace) return;
    const { name } = object.metadata;
    const isThere = type !== 'DELETED';
    if (resource.plural === 'pods') this.#seePod(object as Pod, isThere);
    else if (resource.plural === 'configmaps' && name === 'tigera-ca-bundle')
      this.#bundle.add(this.#now, bundleOf(object));
    else if (resource.plural === 'secrets' && name in roleOfSecret) this.#seePair(object, isThere);
    else return;
    this.look();
  }

  #seePod(pod: Pod, isThere: boolean): void {
    const { uid = '', name, labels = {} } = pod.metadata;
    const role = labels['k8s-app'];
    if (role !== 'calico-node' && role !== 'calico-typha') return;
    // A process that is told to stop begins no connection, and nobody is sent to it.
    if (!isThere || pod.metadata.deletionTimestamp !== undefined) this.#pods.delete(uid);
    else if (!this.#pods.has(uid)) {
      const signedBy = this.#signerOf(role);
      this.#pods.set(uid, { role, name, born: this.#now, ...(signedBy && { signedBy }) });
    }
  }

  #seePair(secret: KubeObject, isThere: boolean): void {
    const leaf = leafOf(secret);
    const role = roleOfSecret[secret.metadata.name];
    if (isThere && leaf !== undefined && role !== undefined) this.#pairs[role].add(this.#now, leaf);
  }

  /** The authority that the template hands to new pods, the first of them: that one signs. */
  #signerOf(role: Role): X509Certificate | undefined {
    const type = (role === 'calico-node' ? DaemonSets : Deployments) as ResourceType<DaemonSet | Deployment>;
    const live = this.#world.admin.get(type, { namespace, name: role });
    const container = live?.spec?.template.spec?.initContainers?.find(({ name }) =>
      name.endsWith('-key-cert-provisioner'),
    );
    const text = container?.env?.find(({ name }) => name === 'CA_CERT')?.value;
    return text === undefined ? undefined : certificatesIn(Buffer.from(text, 'base64url').toString())[0];
  }

  /** Compares every calico-node with every Typha as they are now. */
  look(): void {
    const all = [...this.#pods.values()];
    const [nodes, typhas] = [
      all.filter(({ role }) => role === 'calico-node'),
      all.filter(({ role }) => role !== 'calico-node'),
    ];
    for (const node of nodes) {
      for (const typha of typhas) {
        this.#meet(typha, node);
        this.#meet(node, typha);
      }
    }
  }

  /** One shows what it may have; the other must trust that, whatever bundle it has. */
  #meet(shows: RunningPod, trusts: RunningPod): void {
    const bundles = this.#bundle.since(trusts.born);
    for (const leaf of this.#leavesOf(shows)) {
      if (bundles.some((anchors) => !isTrusted(leaf, anchors)))
        this.#note(`${trusts.name} does not trust ${shows.name} (${describe(leaf)})`);
      if (this.looksAtDates && !isValid(leaf, this.#now))
        this.#note(`${shows.name} shows an invalid ${describe(leaf)}`);
    }
  }

  #leavesOf({ role, born, signedBy }: RunningPod): readonly X509Certificate[] {
    if (signedBy !== undefined) return [signedBy];
    return this.#pairs[role].since(role === 'calico-node' ? Math.max(born, this.#now - kubeletLagMs) : born);
  }

  #note(problem: string): void {
    if (this.#isPaused) return;
    const { scheduler } = this.#world;
    if (this.#problems.size < 20) this.#problems.add(`${scheduler.wall().toISOString()}: ${problem}`);
  }

  get #now(): number {
    return this.#world.scheduler.wall().getTime();
  }
}

const roleOfSecret: Readonly<Record<string, Role>> = { 'node-certs': 'calico-node', 'typha-certs': 'calico-typha' };

function bundleOf(configMap: KubeObject): readonly X509Certificate[] {
  return certificatesIn(textAt(configMap, 'data', 'tigera-ca-bundle.crt') ?? '');
}

const known = new WeakMap<readonly X509Certificate[], Map<X509Certificate, boolean>>();

function isTrusted(leaf: X509Certificate, anchors: readonly X509Certificate[]): boolean {
  const answers = known.get(anchors) ?? new Map<X509Certificate, boolean>();
  known.set(anchors, answers);
  const answer = answers.get(leaf) ?? verifies(leaf, anchors);
  answers.set(leaf, answer);
  return answer;
}

function isValid({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now < validToDate.getTime();
}

function describe({ subject, issuer, validTo }: X509Certificate): string {
  return `${subject} by ${issuer} until ${validTo}`.replaceAll('\n', ', ');
}
