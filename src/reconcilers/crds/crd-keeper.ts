import { ofFlavour, type CrdBundle, type CrdEntry, type CrdFlavour } from '../../crds/bundle.ts';
import { compareCrds, type CrdDifference } from '../../crds/compare-crds.ts';
import type { Client } from '../../k8s/client.ts';
import type { Clock } from '../../k8s/clock.ts';
import { isConflict, messageOf } from '../../k8s/errors.ts';
import type { KubeObject } from '../../k8s/object.ts';
import type { Logger } from '../../runtime/log.ts';
import { bringCrd, crdType, isEstablished, whenEstablished, type LiveCrd } from './bring-crd.ts';
import { Contest } from './contest.ts';
import { CrdFindings, openingOf, warningsOf, type FailedCrd } from './findings.ts';
import { inTurns } from './in-turns.ts';
import { firstLook, judgeSets, type Compared } from './judge.ts';
import { stamped } from './stamp.ts';

export interface CrdKeeperOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Logger;
  readonly bundle: CrdBundle;
  readonly flavour: CrdFlavour;
  /** Version of this operator. */
  readonly release: string;
  /** Metadata of a definition, managedFields included; undefined where it does not exist. */
  readonly live: (name: string) => KubeObject | undefined;
  /** Told of what was written, so that `live` knows it. */
  readonly wrote: (object: KubeObject) => void;
  /** Told when kinds are served that were not before. */
  readonly onServed: () => void;
}

/** What a pass leaves to be done. */
export interface CrdOutcome {
  readonly failed: readonly FailedCrd[];
  /** When to look again: somebody was faster, or definitions that are held back may be sent again. */
  readonly againAfterMs?: number;
}

/** Definitions are large, here and at the server; more at a time costs memory and saves a second at the most. */
const atATime = 2;
const afterARaceMs = 1_000;

interface Plan {
  readonly send: readonly CrdEntry[];
  readonly held: readonly CrdEntry[];
  readonly newer: readonly { readonly name: string; readonly extras: readonly string[] }[];
}

interface Brought {
  readonly failed: readonly FailedCrd[];
  /** Whether somebody else wrote at the same time. */
  readonly raced: boolean;
}

/**
 * Brings the CRDs of this release: what is missing or older is applied, what is newer is left alone, nothing is deleted
 * (docs/adr/0013-crds.md).
 */
export class CrdKeeper {
  readonly findings = new CrdFindings();
  readonly #options: CrdKeeperOptions;
  readonly #contest = new Contest();
  /** Differences by name, with the state that was compared: the content is read once for each. */
  readonly #compared = new Map<string, { readonly state: string; readonly difference: CrdDifference }>();

  constructor(options: CrdKeeperOptions) {
    this.#options = options;
  }

  /** One pass over all definitions. Resolves when those that were missing are served; rejects as the client does. */
  async pass(signal: AbortSignal): Promise<CrdOutcome> {
    const { clock } = this.#options;
    const plan = await this.#plan();
    const { failed, raced } = await this.#bring(plan.send, signal);
    const contested = plan.held.map(({ name }) => ({ name, by: this.#contest.winnersOf(name) }));
    this.#tell(warningsOf(plan.newer, contested, failed));
    const holds = plan.held.map(({ name }) => this.#contest.holdOf(name, clock.monotonic()));
    const againAfterMs = Math.min(...holds, raced ? afterARaceMs : Infinity);
    return Number.isFinite(againAfterMs) ? { failed, againAfterMs } : { failed };
  }

  async #plan(): Promise<Plan> {
    const { bundle, flavour, release, live } = this.#options;
    const looks = ofFlavour(await bundle.entries(), flavour).map((entry) => {
      const found = live(entry.name);
      return { entry, live: found, look: firstLook(found, { digest: entry.digest, release }) };
    });
    const missing = looks.flatMap(({ entry, look }) => (look === 'missing' ? [entry] : []));
    const compared: (Compared & { readonly entry: CrdEntry; readonly live: KubeObject })[] = [];
    for (const { entry, live: found, look } of looks) {
      if (found === undefined || (look !== 'older' && look !== 'newer' && look !== 'unknown')) continue;
      const verdict = look === 'unknown' ? await this.#difference(entry, found) : look;
      compared.push({ name: entry.name, set: entry.set, verdict, entry, live: found });
    }
    return this.#sorted(missing, compared);
  }

  #sorted(
    missing: readonly CrdEntry[],
    compared: readonly (Compared & { readonly entry: CrdEntry; readonly live: KubeObject })[],
  ): Plan {
    const now = this.#options.clock.monotonic();
    const judgements = judgeSets(compared);
    const plan = { send: [...missing], held: [] as CrdEntry[], newer: [] as Plan['newer'][number][] };
    for (const { name, verdict, entry, live } of compared) {
      const judgement = judgements.get(name);
      // Ours in all that matters: taken over once, and not fought about.
      if (judgement === 'same' && this.#contest.hasSent(name)) continue;
      const extras = typeof verdict === 'object' ? verdict.onlyLive : [];
      if (judgement === 'newer') {
        if (verdict === 'newer' || extras.length > 0) plan.newer.push({ name, extras });
        continue;
      }
      this.#contest.lost(live, now);
      (this.#contest.holdOf(name, now) > 0 ? plan.held : plan.send).push(entry);
    }
    return plan;
  }

  /** Reads the content of what somebody else wrote, once for each state of it. */
  async #difference({ name }: CrdEntry, live: KubeObject): Promise<CrdDifference> {
    const state = `${live.metadata.uid} ${live.metadata.generation}`;
    const known = this.#compared.get(name);
    if (known?.state === state) return known.difference;
    const { client, bundle } = this.#options;
    const content = await client.get(crdType, { name });
    const difference = compareCrds(content ?? {}, await bundle.load(name));
    this.#compared.set(name, { state, difference });
    return difference;
  }

  async #bring(entries: readonly CrdEntry[], signal: AbortSignal): Promise<Brought> {
    const brought = { failed: [] as FailedCrd[], raced: false };
    const unserved: string[] = [];
    await inTurns(entries, atATime, async (entry) => {
      if (signal.aborted) return;
      try {
        if (!isEstablished(await this.#send(entry))) unserved.push(entry.name);
      } catch (error) {
        // Who was faster may be newer, too: another pass looks again.
        if (isConflict(error)) brought.raced = true;
        else brought.failed.push({ name: entry.name, message: messageOf(error) });
      }
    });
    await inTurns(unserved, atATime, async (name) => {
      const why = await whenEstablished(this.#options, name, signal);
      if (why !== undefined) brought.failed.push({ name, message: why });
    });
    if (unserved.length > 0) this.#options.onServed();
    return brought;
  }

  async #send(entry: CrdEntry): Promise<LiveCrd> {
    const { bundle, client, live, log, release, wrote } = this.#options;
    const before = live(entry.name);
    const answer = await bringCrd(client, stamped(await bundle.load(entry.name), entry, release), before);
    this.#contest.sent(entry.name);
    wrote(answer);
    log.info({ crd: entry.name }, before === undefined ? 'Created a CRD' : 'Updated a CRD');
    return answer;
  }

  /** Says once what is news. That it concerns another definition, too, is none: somebody sends them one after the other. */
  #tell(warnings: readonly string[]): void {
    const said = new Set(this.findings.warnings.map(openingOf));
    for (const warning of warnings) {
      if (!said.has(openingOf(warning)))
        this.#options.log.warn({ warning }, 'Not all CRDs are as this release has them');
    }
    this.findings.found(warnings);
  }
}
