import { configuredFlavour } from './crds/bundle.ts';
import type { Clock, Timer } from './k8s/clock.ts';
import type { Informer } from './k8s/informer.ts';
import { keyOf, type KubeObject } from './k8s/object.ts';
import type { SharedInformers } from './k8s/shared-informers.ts';
import { calicoApiOf } from './reconcilers/cluster/calico-api.ts';
import { definitionInformers } from './reconcilers/cluster/cluster.ts';
import { DatastoreMigrations, type DatastoreMigration } from './reconcilers/cluster/datastore-migration.ts';
import type { CalicoApiGroup } from './renderers/input.ts';
import type { Logger } from './runtime/log.ts';

/** CRDs come and go in files of two dozen: only what lasts is a change. */
const settleMs = 5_000;
const migrationDefinition = `${DatastoreMigrations.plural}.${DatastoreMigrations.group}`;

export interface ModeWatchOptions {
  readonly informers: SharedInformers;
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
  #migrations: Informer<DatastoreMigration> | undefined;
  #timer: Timer | undefined;

  constructor(options: ModeWatchOptions) {
    this.#options = options;
    if (configuredFlavour(options.env['CALICO_API_GROUP']) !== undefined) return;
    this.#definitions = definitionInformers(options.informers).definitions;
    this.#definitions.subscribe(() => this.#look());
    this.#definitions.onState(() => this.#look());
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
    this.#followMigrations();
    if (this.#timer !== undefined || !this.#isOther()) return;
    this.#timer = this.#options.clock.after(settleMs, () => {
      this.#timer = undefined;
      if (this.#isOther()) this.#tell();
    });
  }

  /** Their kind is watched from the moment on at which it is defined. */
  #followMigrations(): void {
    if (this.#migrations !== undefined || this.#definitions?.get(migrationDefinition) === undefined) return;
    const { informers } = this.#options;
    this.#migrations = informers.for({ type: DatastoreMigrations, projection: 'whole', mayBeAbsent: true });
    this.#migrations.subscribe(() => this.#look());
    this.#migrations.onState(() => this.#look());
  }

  #isOther(): boolean {
    const now = this.#now();
    return now !== undefined && now !== this.#options.calicoApi;
  }

  /** Undefined while nobody can tell: a watch that has not seen everything, or migrations that are defined but unread. */
  #now(): CalicoApiGroup | undefined {
    if (this.#definitions?.hasSynced !== true) return undefined;
    if (this.#definitions.get(migrationDefinition) !== undefined && this.#migrations?.hasSynced !== true)
      return undefined;
    const names = this.#definitions.list().flatMap((kept) => (kept === undefined ? [] : [keyOf(kept.metadata)]));
    return calicoApiOf(names, this.#migrations?.list() ?? []);
  }

  #tell(): void {
    const [from, to] = [this.#options.calicoApi, this.#now()];
    this.#options.log.warn({ from, to }, "Calico's configuration is carried by another API group now; starting anew");
    this.#changed.abort(new Error(`The API group of Calico's configuration is ${to ?? ''} now`));
  }
}
