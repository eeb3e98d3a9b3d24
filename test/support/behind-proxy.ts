import https from 'node:https';
import { FaultProxy, type FaultProxyOptions } from '../../tools/faults/proxy/fault-proxy.ts';
import type { ProxiedRequest } from '../../tools/faults/proxy/proxied-request.ts';
import { parseRules } from '../../tools/faults/rules.ts';
import { FakeApiServer } from './fake-apiserver.ts';
import { selfSigned } from './test-certificates.ts';

/** What came back: all of it, as far as it came. */
export interface Outcome {
  readonly status?: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** Code of the error that ended it. */
  readonly error?: string;
}

export interface Question {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Gives up after this time; the error is then `gave up`. */
  readonly patienceMs?: number;
  /** Gives up as soon as the body has these characters. */
  readonly until?: string;
}

/** A fake API server, and a fault proxy before it. */
export class BehindProxy {
  readonly api: FakeApiServer;
  readonly proxy: FaultProxy;
  readonly log: ProxiedRequest[];
  readonly #agent = new https.Agent({ keepAlive: true });

  private constructor(api: FakeApiServer, proxy: FaultProxy, log: ProxiedRequest[]) {
    this.api = api;
    this.proxy = proxy;
    this.log = log;
  }

  static async start(options: Partial<FaultProxyOptions> = {}): Promise<BehindProxy> {
    const certificate = await selfSigned();
    const api = await FakeApiServer.start(certificate);
    const log: ProxiedRequest[] = [];
    const upstream = { url: api.url, ca: certificate.cert };
    return new BehindProxy(api, await FaultProxy.start({ upstream, log: (told) => log.push(told), ...options }), log);
  }

  /** Rules as YAML. */
  use(rules: string): void {
    this.proxy.use(parseRules(rules));
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.proxy.stop();
    await this.api.stop();
  }

  /** Asks through the proxy as an operator does, and resolves with whatever became of it. */
  ask(path: string, { method = 'GET', body, headers = {}, patienceMs = 5000, until }: Question = {}): Promise<Outcome> {
    const sent = { 'user-agent': 'calico-operator/1 (tiers)', authorization: 'Bearer secret', ...headers };
    return new Promise((resolve) => {
      const outgoing = https.request(`${this.proxy.url}${path}`, {
        method,
        headers: sent,
        ca: this.proxy.ca,
        agent: this.#agent,
      });
      const got = { headers: {}, body: '' };
      const fail = (error: Error & { code?: string }): void => resolve({ ...got, error: error.code ?? error.message });
      const timer = setTimeout(() => outgoing.destroy(new Error('gave up')), patienceMs);
      outgoing.on('close', () => clearTimeout(timer));
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        Object.assign(got, { status: incoming.statusCode, headers: incoming.headers });
        incoming.on('data', (chunk: Buffer) => {
          got.body += chunk.toString();
          if (until !== undefined && got.body.includes(until)) outgoing.destroy(new Error('enough'));
        });
        incoming.on('error', fail);
        incoming.on('end', () => resolve(got));
      });
      outgoing.end(body);
    });
  }
}
