import { readFileSync } from 'node:fs';
import { Agent, request as send, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensurePrograms } from '../../tools/controlplane/build.ts';
import { ControlPlane } from '../../tools/controlplane/control-plane.ts';
import type { ApiAnswer } from '../../tools/sim/server/api.ts';
import { admin, type Hearing, type Target, type TargetRequest } from './target.ts';

/** A real kube-apiserver with its etcd, and nobody who would act on its objects. */
export class RealTarget implements Target {
  readonly #plane: ControlPlane;
  readonly #agent: Agent;

  private constructor(plane: ControlPlane) {
    this.#plane = plane;
    const [ca, cert, key] = ['ca.crt', 'admin.crt', 'admin.key'].map((name) => readFileSync(join(plane.folder, name)));
    this.#agent = new Agent({ keepAlive: true, ca, cert, key });
  }

  /** `root` is the checkout, `folder` takes logs and certificates. */
  static async start(root: string, folder: string): Promise<RealTarget> {
    const programs = await ensurePrograms(root, () => undefined);
    return new RealTarget(await ControlPlane.start({ programs, folder, controllers: false }));
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.#plane.stop();
  }

  async request(request: TargetRequest): Promise<ApiAnswer> {
    const response = await this.#send(request);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    return { status: response.statusCode ?? 0, headers: headersOf(response), body };
  }

  async watch(request: TargetRequest): Promise<Hearing> {
    const response = await this.#send(request);
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    response.on('error', () => undefined);
    return {
      status: response.statusCode ?? 0,
      get lines(): string[] {
        return text.split('\n').filter((line) => line !== '');
      },
      close: () => response.destroy(),
    };
  }

  /** Through etcd itself, at the newest revision that it knows. */
  async compact(): Promise<void> {
    const log = readFileSync(join(this.#plane.folder, 'etcd.log'), 'utf8');
    const address = /serving client traffic insecurely[^\n]*"address":"([^"]+)"/.exec(log)?.[1];
    const call = async (path: string, body: object): Promise<{ header?: { revision?: string } }> => {
      const answer = await fetch(`http://${address}/v3/kv/${path}`, { method: 'POST', body: JSON.stringify(body) });
      return (await answer.json()) as { header?: { revision?: string } };
    };
    const { header } = await call('range', { key: 'AA==' });
    await call('compaction', { revision: header?.revision });
  }

  async pause(): Promise<void> {
    await sleep(20);
  }

  #send({ method, path, headers, body, user }: TargetRequest): Promise<IncomingMessage> {
    const asked: RequestOptions = {
      method,
      agent: this.#agent,
      headers: { ...headers, ...impersonation(user), 'content-length': Buffer.byteLength(body ?? '') },
    };
    return new Promise((resolve, reject) => {
      send(`${this.#plane.server}${path}`, asked, resolve).once('error', reject).end(body);
    });
  }
}

function impersonation(user: TargetRequest['user']): Record<string, string | string[]> {
  return user === admin ? {} : { 'impersonate-user': user.name, 'impersonate-group': [...user.groups] };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
