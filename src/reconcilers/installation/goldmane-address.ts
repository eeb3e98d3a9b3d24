import type { CoreInput } from '../../renderers/input.ts';
import { CALICO_NODE, CALICO_SYSTEM, GOLDMANE, GOLDMANE_HOST } from '../../renderers/shared/names.ts';
import type { Clock } from '../../k8s/clock.ts';
import type { ReconcileContext } from '../context.ts';

type Address = Pick<CoreInput, 'goldmaneClusterIp'>;

/**
 * The address of Goldmane's Service, where it has one. While somebody has deleted a Service that is coming back, pods keep
 * the address that they have: nothing rolls for it, and nothing waits.
 */
export function goldmaneAddress(ctx: ReconcileContext): Address {
  const address = serviceAddress(ctx) ?? (isAskedFor(ctx) ? addressInUse(ctx) : undefined);
  return address === undefined ? {} : { goldmaneClusterIp: address };
}

function serviceAddress({ cluster }: ReconcileContext): string | undefined {
  const address = cluster.services.get(`${CALICO_SYSTEM}/${GOLDMANE}`)?.spec?.clusterIP;
  return address === '' || address === 'None' ? undefined : address;
}

function isAskedFor({ cluster }: ReconcileContext): boolean {
  const goldmane = cluster.goldmanes.get('default');
  return goldmane !== undefined && goldmane.metadata.deletionTimestamp === undefined;
}

function addressInUse({ cluster }: ReconcileContext): string | undefined {
  const pods = cluster.daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`)?.spec?.template.spec;
  return pods?.hostAliases?.find(({ hostnames = [] }) => hostnames.includes(GOLDMANE_HOST))?.ip;
}

/** How long the first calico-node waits for the address of a Goldmane that is asked for; in the end it goes without. */
const patienceMs = 5_000;

/** What holds the first calico-node back, and when to look again. */
export interface FirstNodeHold {
  readonly because: string;
  readonly forMs: number;
}

/** Saves new clusters a second rollout on every node, right after the first. One for each process; a new one waits anew. */
export class GoldmanePatience {
  readonly #clock: Clock;
  #since: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined where calico-node is there, knows the address, or has waited long enough. */
  hold(ctx: ReconcileContext, { goldmaneClusterIp }: Address): FirstNodeHold | undefined {
    const isFirst = ctx.cluster.daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`) === undefined;
    if (!isFirst || goldmaneClusterIp !== undefined || !isAskedFor(ctx)) {
      this.#since = undefined;
      return undefined;
    }
    const now = this.#clock.monotonic();
    this.#since ??= now;
    const forMs = this.#since + patienceMs - now;
    if (forMs <= 0) return undefined;
    const because = `Service ${CALICO_SYSTEM}/${GOLDMANE}, where it sends flow logs, comes first if it comes within ${patienceMs / 1000} s`;
    return { because, forMs };
  }
}
