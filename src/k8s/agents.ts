import http from 'node:http';
import https from 'node:https';
import { sameTlsMaterial, type Credentials, type TlsMaterial } from './credentials.ts';

/** The kernel probes a silent peer after this time; with ten probes a second apart a dead one is seen in 40 s. */
export const KEEP_ALIVE_MS = 30_000;
const MAX_SHORT_CALLS = 8;
/** An idle connection is closed by us before load balancers (60 s and more) close it under our next request. */
const IDLE_MS = 50_000;

/** Two pools, so that a watch never waits for a place and short calls never queue behind watches. */
export interface Agents {
  readonly short: http.Agent;
  readonly watch: http.Agent;
}

/** Hands out pools; makes new ones when the TLS material changed, so that a new certificate or CA takes effect at once. */
export class AgentPool {
  readonly #secure: boolean;
  #material: TlsMaterial = {};
  #agents: Agents | undefined;

  constructor(protocol: string) {
    this.#secure = protocol === 'https:';
  }

  for(credentials: Credentials): Agents {
    const proxy = credentials.proxyAgent;
    if (proxy !== undefined) return { short: proxy, watch: proxy };
    if (this.#agents === undefined || !sameTlsMaterial(this.#material, credentials.tls)) {
      this.#retire();
      this.#material = credentials.tls;
      this.#agents = { short: this.#create(MAX_SHORT_CALLS), watch: this.#create(Infinity) };
    }
    return this.#agents;
  }

  /** Closes every connection, those in use too. */
  destroy(): void {
    this.#agents?.short.destroy();
    this.#agents?.watch.destroy();
    this.#agents = undefined;
  }

  #create(maxSockets: number): http.Agent {
    const options = {
      keepAlive: true,
      keepAliveMsecs: KEEP_ALIVE_MS,
      scheduling: 'lifo',
      maxSockets,
      timeout: IDLE_MS,
    } as const;
    return this.#secure ? new https.Agent({ ...options, ...this.#material }) : new http.Agent(options);
  }

  /** Requests under way end as they are; their connections are then closed instead of kept. */
  #retire(): void {
    for (const agent of this.#agents === undefined ? [] : [this.#agents.short, this.#agents.watch]) {
      agent.maxFreeSockets = 0;
      for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) socket.destroy();
    }
  }
}
