import https from 'node:https';
import { TestAuthority, type PemPair } from '../../controlplane/pki.ts';
import type { Fired } from '../fault-plan.ts';
import type { Rule } from '../rules.ts';
import { Connections } from './connections.ts';
import { Exchange } from './exchange.ts';
import { ProxyState, type FaultProxyOptions } from './proxy-state.ts';

export type { FaultProxyOptions } from './proxy-state.ts';

/**
 * A TLS proxy on loopback between one process and the API server. Credentials pass through, so that the API server sees
 * the process as it is; rules decide what goes wrong on the way.
 */
export class FaultProxy {
  readonly url: string;
  /** PEM text of the authority that the process has to trust. */
  readonly ca: string;
  readonly #state: ProxyState;
  readonly #connections: Connections;

  private constructor(state: ProxyState, connections: Connections, { port, ca }: { port: number; ca: string }) {
    this.url = `https://127.0.0.1:${port}`;
    this.ca = ca;
    this.#state = state;
    this.#connections = connections;
  }

  static async start(options: FaultProxyOptions): Promise<FaultProxy> {
    const authority = await TestAuthority.create('fault-proxy');
    const unknown = await TestAuthority.create('nobody-knows');
    const state = new ProxyState(options);
    const connections = new Connections({
      good: serverWith(await authority.issue('CN=apiserver'), state),
      wrong: serverWith(await unknown.issue('CN=apiserver'), state),
      welcome: () => state.welcome(),
      sockets: state.sockets,
    });
    const { certificate: ca } = await authority.pem();
    return new FaultProxy(state, connections, { port: await connections.listen(), ca });
  }

  /** What the rules in use have hit. */
  get fired(): readonly Fired[] {
    return this.#state.fired;
  }

  /** Other rules from now on: their counts and their time begin at zero. Open watches keep what they have. */
  use(rules: readonly Rule[]): void {
    this.#state.use(rules);
  }

  /** Resets every connection. */
  dropConnections(): void {
    this.#connections.drop();
  }

  async stop(): Promise<void> {
    await this.#connections.close();
    this.#state.upstream.close();
  }
}

function serverWith({ certificate: cert, key }: PemPair, state: ProxyState): https.Server {
  const server = https.createServer({ cert, key }, (incoming, response) => {
    void new Exchange(incoming, response, state).run().then((told) => state.log(told));
  });
  // Idle connections are the caller's to close, as with the API server.
  server.keepAliveTimeout = 0;
  server.on('tlsClientError', () => undefined);
  return server;
}
