import type { Clock } from '../../k8s/clock.ts';
import { describeRef, keyOf, refOf, type KubeObject } from '../../k8s/object.ts';
import { childOf, describeField, type FieldPath, type Json } from './field-set.ts';
import { foreignManagers } from './field-managers.ts';
import { appliedPart, differences } from './is-applied.ts';
import { ignoreAnnotation } from './plan.ts';
import { ownedFields } from './take-over.ts';

/** An object is repaired so often within a minute of the repair before; then somebody is at it who does not stop. */
const patience = 5;
const restMs = 1_000;
const disputedRestMs = 10_000;
/** After so long without a loss a dispute is over. */
const calmMs = 60_000;
/** What the API server stores otherwise is sent again so often, in case it was a webhook that is gone. */
const retryMs = 5 * 60_000;
/** Fields that a sentence names. */
const shown = 3;

/** How the API server stored a wish that it did not store as it was. */
interface Alteration {
  readonly wish: string;
  readonly fields: readonly FieldPath[];
  readonly stored: string;
  readonly at: number;
}

/** Somebody who changes an object back again and again. */
interface Fight {
  readonly fields: readonly FieldPath[];
  readonly by: readonly string[];
  readonly losses: number;
  readonly at: number;
}

/**
 * Who else decides fields of our objects: a webhook that alters what is sent, or a writer who changes it back. Neither is
 * fought at full speed, and both are told (docs/warnings.md).
 */
export class Disputes {
  readonly #alterations = new Map<string, Alteration>();
  readonly #fights = new Map<string, Fight>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes in how the API server stored what was sent. */
  stored(desired: KubeObject, answer: KubeObject): void {
    const fields = differing(desired, answer);
    if (fields.length === 0) this.#alterations.delete(idOf(desired));
    else {
      const [wish, at] = [JSON.stringify(desired), this.#clock.monotonic()];
      this.#alterations.set(idOf(desired), { wish, fields, stored: valuesOf(answer, fields), at });
    }
  }

  /** Whether the API server stored the wish just as it is now, a while ago: sent again, it would become the same. */
  isSettled(desired: KubeObject, live: KubeObject): boolean {
    const alteration = this.#alterations.get(idOf(desired));
    if (alteration?.wish !== JSON.stringify(desired) || this.isDue(desired)) return false;
    return alteration.stored === valuesOf(live, differing(desired, live));
  }

  /** Whether it is time to send again what the API server stored otherwise. */
  isDue(desired: KubeObject): boolean {
    const alteration = this.#alterations.get(idOf(desired));
    return alteration !== undefined && this.#dueMs(alteration) <= 0;
  }

  /** Takes in that the object is as desired, or nobody's business here any more. */
  settled(desired: KubeObject): void {
    this.#alterations.delete(idOf(desired));
  }

  /** Takes in that somebody has changed what was sent, and that it goes out again. */
  lost(desired: KubeObject, live: KubeObject): void {
    const [former, at] = [this.#fight(desired), this.#clock.monotonic()];
    const fields = differing(desired, live);
    const by = fields.flatMap((path) => foreignManagers(live, path));
    this.#fights.set(idOf(desired), {
      fields: fields.length > 0 ? fields : (former?.fields ?? []),
      by: by.length > 0 ? [...new Set(by)] : (former?.by ?? []),
      losses: (former?.losses ?? 0) + 1,
      at,
    });
  }

  /** Least time between two equal writes to an object, in milliseconds. */
  restMs(desired: KubeObject): number {
    return this.#disputed(desired) === undefined ? restMs : disputedRestMs;
  }

  /** What users should know, and after how many milliseconds it may be over. */
  tell(desired: KubeObject): { readonly warning: string; readonly againAfterMs: number } | undefined {
    const now = this.#clock.monotonic();
    const [fight, alteration] = [this.#disputed(desired), this.#alterations.get(idOf(desired))];
    const what = describeRef(refOf(desired));
    if (fight !== undefined) return { warning: fightWarning(what, fight), againAfterMs: fight.at + calmMs - now };
    if (alteration === undefined) return undefined;
    const dueMs = this.#dueMs(alteration);
    // What could not be sent again when it was due waits for something that a watch shows.
    return { warning: alterationWarning(what, alteration), againAfterMs: dueMs > 0 ? dueMs : retryMs };
  }

  #dueMs({ at }: Alteration): number {
    return at + retryMs - this.#clock.monotonic();
  }

  #disputed(desired: KubeObject): Fight | undefined {
    const fight = this.#fight(desired);
    return fight !== undefined && fight.losses >= patience ? fight : undefined;
  }

  #fight(desired: KubeObject): Fight | undefined {
    const fight = this.#fights.get(idOf(desired));
    return fight !== undefined && this.#clock.monotonic() - fight.at < calmMs ? fight : undefined;
  }
}

function fightWarning(what: string, { fields, by }: Fight): string {
  const who = by.length === 0 ? 'Somebody' : by.toSorted().join(', ');
  return `CAL-901 ${who} keeps changing ${what}${fieldList(': ', fields)}; the operator changes it back every ${disputedRestMs / 1000} s. Stop the other program, or leave the object to it with the annotation ${ignoreAnnotation}=true`;
}

function alterationWarning(what: string, { fields }: Alteration): string {
  return `CAL-902 The API server stores ${what} otherwise than the operator sends it${fieldList(': ', fields)}; a mutating webhook or policy does that, and should leave this object alone`;
}

function fieldList(before: string, fields: readonly FieldPath[]): string {
  if (fields.length === 0) return '';
  const rest = fields.length - shown;
  const names = fields.slice(0, shown).map(describeField).toSorted();
  return `${before}${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function differing(desired: KubeObject, live: KubeObject): FieldPath[] {
  const owned = ownedFields(live);
  return owned === undefined ? [] : differences(desired, live, owned);
}

function valuesOf(live: KubeObject, fields: readonly FieldPath[]): string {
  const content = appliedPart(live) as Json;
  return JSON.stringify(fields.map((path) => [path, path.reduce<Json | undefined>(childOf, content)]));
}

/** What memories know an object by, whatever its content. */
export function idOf({ apiVersion, kind, metadata }: KubeObject): string {
  return `${apiVersion} ${kind} ${keyOf(metadata)}`;
}
