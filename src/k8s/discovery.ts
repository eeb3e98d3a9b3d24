import type { Client } from './client.ts';
import type { Clock } from './clock.ts';
import { aggregatedDiscovery, legacyDiscovery, type Discovered, type ServedResource } from './discovery-documents.ts';
import type { ResourceType } from './object.ts';

export type { ServedResource } from './discovery-documents.ts';

/** `unknown`: the group's own API server does not answer, so nothing can be said. */
export type Serving = 'served' | 'absent' | 'unknown';

/** Asking again for a kind that is not there costs two requests; not more often than this. */
const MIN_REFRESH_MS = 2_000;

/** Which kinds the server knows. Answers come from memory; a kind that is not in it makes us look again. */
export class Discovery {
  readonly #client: Client;
  readonly #clock: Clock;
  #refreshedAt = -Infinity;
  #known: Promise<Discovered> | undefined;

  constructor(client: Client, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** Whether a kind is served in exactly this group and version. Rejects as the client does. */
  async serving(type: Pick<ResourceType, 'group' | 'version' | 'kind'>): Promise<Serving> {
    if ((await this.find(type)) !== undefined) return 'served';
    const { unreachableGroups } = await this.#discovered();
    return unreachableGroups.has(type.group) ? 'unknown' : 'absent';
  }

  /** What the server says about a kind; undefined when it is not served. Rejects as the client does. */
  async find(type: Pick<ResourceType, 'group' | 'version' | 'kind'>): Promise<ServedResource | undefined> {
    const match = ({ group, version, kind }: ServedResource): boolean =>
      group === type.group && version === type.version && kind === type.kind;
    const known = (await this.#discovered()).resources.find(match);
    if (known !== undefined || this.#clock.monotonic() - this.#refreshedAt < MIN_REFRESH_MS) return known;
    await this.refresh();
    return (await this.#discovered()).resources.find(match);
  }

  /** Versions of a group, the server's preferred one first; empty when the group is not served. */
  async versionsOf(group: string): Promise<readonly string[]> {
    return (await this.#discovered()).versions.get(group) ?? [];
  }

  /** Asks the server again, for example after a CustomResourceDefinition was established. */
  async refresh(): Promise<void> {
    this.#known = undefined;
    await this.#discovered();
  }

  /** One request in flight, whoever asks. A failure is not remembered. */
  #discovered(): Promise<Discovered> {
    if (this.#known === undefined) {
      this.#refreshedAt = this.#clock.monotonic();
      const asked = this.#ask();
      asked.catch(() => {
        if (this.#known === asked) this.#known = undefined;
      });
      this.#known = asked;
    }
    return this.#known;
  }

  async #ask(): Promise<Discovered> {
    return (await aggregatedDiscovery(this.#client)) ?? (await legacyDiscovery(this.#client));
  }
}
