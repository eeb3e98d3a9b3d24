import { configuredFlavour } from './crds/bundle.ts';
import type { DatastoreMigration } from './crds/datastore-migration.ts';
import type { Clock, Timer } from './k8s/clock.ts';
import type { Informer } from './k8s/informer.ts';
import { keyOf, type KubeObject } from './k8s/object.ts';
import type { OptionalInformer } from './k8s/optional-informer.ts';
import type { SharedInformers } from './k8s/shared-informers.ts';
import { calicoApiOf } from './reconcilers/cluster/calico-api.ts';
import { definitionInformers } from './reconcilers/cluster/cluster.ts';
import type { CalicoApiGroup } from './renderers/input.ts';
import type { Logger } from './runtime/log.ts';

/** CRDs come and go in files of two dozen: only what lasts is a change. */
const settleMs = 5_000;

export interface ModeWatchOptions {
  readonly informers: SharedInformers;
  readonly migrations: OptionalInformer<DatastoreMigration>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What this process works with. */
  readonly calicoApi: CalicoApiGroup;
}

/**
 * Notices that Calico's configuration is carried by another API group than the one that this process works with
 * (docs/adr/0014-mode-changes.md). It looks at watches alone, so an API server that does not answer changes nothing.
 */
export class ModeWatch {
  readonly #options: ModeWatchOptions;
  readonly #changed = new AbortController();
  #definitions: Informer<KubeObject | undefined> | undefined;
  #timer: Timer | undefined;

  constructor(options: ModeWatchOptions) {
    this.#options = options;
    if (configuredFlavour(options.env['CALICO_API_GROUP']) !== undefined) return;
    this.#definitions = definitionInformers(options.informers).definitions;
    this.#definitions.subscribe(() => this.#look());
    this.#definitions.onState(() => this.#look());
    options.migrations.subscribe(() => this.#look());
  }

  /** Aborted once the group is another one. */
  get changed(): AbortSignal {
    return this.#changed.signal;
  }

  /** Ends all waiting. */
  stop(): void {
    this.#timer?.cancel();
    this.#definitions = undefined;
  }

  #look(): void {
    if (this.#timer !== undefined || !this.#isOther()) return;
    this.#timer = this.#options.clock.after(settleMs, () => {
      this.#timer = undefined;
      if (this.#isOther()) this.#tell();
    });
  }

  #isOther(): boolean {
    const now = this.#now();
    return now !== undefined && now !== this.#options.calicoApi;
  }

  /** Undefined while nobody can tell: a watch that has not seen everything. */
  #now(): CalicoApiGroup | undefined {
    const { migrations } = this.#options;
    if (this.#definitions?.hasSynced !== true || migrations.isIncomplete) return undefined;
    const names = this.#definitions.list().flatMap((kept) => (kept === undefined ? [] : [keyOf(kept.metadata)]));
    return calicoApiOf(names, migrations.list());
  }

  #tell(): void {
    const [from, to] = [this.#options.calicoApi, this.#now()];
    this.#options.log.warn({ from, to }, "Calico's configuration is carried by another API group now; starting anew");
    this.#changed.abort(new Error(`The API group of Calico's configuration is ${to ?? ''} now`));
  }
}
