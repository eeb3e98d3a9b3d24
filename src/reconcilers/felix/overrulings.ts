import type { KubeObject } from '../../k8s/object.ts';
import type { Clock } from '../../k8s/clock.ts';
import { foreignManagers } from '../apply/field-managers.ts';

/** A field that somebody else has set to another value than the Installation decides. */
export interface Overruling {
  /** Kind and path, for example `FelixConfiguration default: spec.nftablesMode`. */
  readonly field: string;
  /** Both values, whose the other one was, and what to edit instead (CAL-304). */
  readonly sentence: string;
}

/** A field of which the Installation decides. */
export interface DecidedField {
  readonly name: string;
  /** Field of the Installation that decides it. */
  readonly by: string;
  readonly wanted: unknown;
}

/** The fields of `spec` in which somebody's value is about to give way. A default of the API server's is nobody's. Pure. */
export function overruledIn(
  live: (KubeObject & { readonly spec?: object }) | undefined,
  decided: readonly DecidedField[],
): Overruling[] {
  if (live === undefined) return [];
  const found = new Map<string, unknown>(Object.entries(live.spec ?? {}));
  return decided.flatMap(({ name, by, wanted }) => {
    const value = found.get(name);
    const managers = foreignManagers(live, ['f:spec', `f:${name}`]);
    if (value === undefined || value === wanted || managers.length === 0) return [];
    const field = `${live.kind} ${live.metadata.name}: spec.${name}`;
    const sentence =
      `CAL-304 ${field}: ${JSON.stringify(value)}, set by ${managers.join(', ')}, gave way to ${JSON.stringify(wanted)}: ` +
      `spec.calicoNetwork.${by} of the Installation decides it; change that instead`;
    return [{ field, sentence }];
  });
}

/** Long enough to be seen by who has just edited the field; who sets it again and again keeps it up. */
const toldForMs = 60 * 60_000;

/**
 * What was overruled of late. The cluster does not tell it any more once it is done; a process that has forgotten it has
 * left an Event.
 */
export class Overrulings {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #told = new Map<string, { readonly sentence: string; readonly until: number }>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  note({ field, sentence }: Overruling): void {
    this.#told.set(field, { sentence, until: this.#clock.monotonic() + toldForMs });
  }

  /** Sentences for the status, sorted. */
  get warnings(): readonly string[] {
    const now = this.#clock.monotonic();
    const fresh = [...this.#told.values()].filter(({ until }) => now < until);
    return fresh.map(({ sentence }) => sentence).toSorted();
  }
}
