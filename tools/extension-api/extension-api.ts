import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Client } from '../../src/k8s/client.ts';
import { ApiError, messageOf } from '../../src/k8s/errors.ts';
import { discoveryDocuments } from './kinds.ts';
import { Refusal } from './refusal.ts';
import { answer, defaultClusterInformation, defaultTiers, parseRequest } from './requests.ts';

export interface ExtensionApiOptions {
  /** Reads and writes what is stored, as an administrator. */
  readonly client: Client;
  readonly address: string;
  readonly port: number;
  /** PEM texts: what it serves with, and who signs for the Kubernetes API server when that passes requests on. */
  readonly certificate: string;
  readonly key: string;
  readonly frontProxyAuthority: string;
}

/** The name in the certificate of the Kubernetes API server as a front proxy. */
const frontProxy = 'front-proxy';

/**
 * A small API server that serves projectcalico.org/v3 from what is stored in crd.projectcalico.org/v1, as calico-apiserver
 * does: for control planes on which pods run nothing.
 */
export class ExtensionApi {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #options: ExtensionApiOptions;

  private constructor(options: ExtensionApiOptions) {
    this.#options = options;
    const { certificate: cert, key, frontProxyAuthority: ca } = options;
    const tls = { cert, key, ca, requestCert: true, rejectUnauthorized: false };
    this.#server = createServer(tls, (request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Resolves when it listens. What Calico makes on every cluster is there then: tiers and ClusterInformation. */
  static async start(options: ExtensionApiOptions): Promise<ExtensionApi> {
    const api = new ExtensionApi(options);
    await Promise.all([defaultTiers(options.client), defaultClusterInformation(options.client)]);
    await new Promise<void>((resolve, reject) => {
      api.#server.once('error', reject);
      api.#server.listen(options.port, options.address, () => resolve());
    });
    return api;
  }

  /** As a killed process: nothing is answered any more, open watches break. */
  async kill(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      const { code, body } = refusalOf(error);
      if (response.headersSent) response.destroy();
      else send(response, code, body);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', 'https://any');
    if (/^\/(readyz|livez|healthz)/.test(pathname)) return send(response, 200, { ok: true });
    if (!isFrontProxy(request)) throw new Refusal(401, 'Unauthorized', 'Only the Kubernetes API server is let in');
    const document = discoveryDocuments.get(pathname);
    if (document !== undefined) return send(response, 200, document);
    const asked = await parseRequest(request);
    if (asked === undefined) throw new Refusal(404, 'NotFound', `There is nothing at ${pathname}`);
    await answer(this.#options.client, asked, {
      send: (code, body) => send(response, code, body),
      stream: () => {
        const gone = new AbortController();
        response.once('close', () => gone.abort());
        return {
          signal: gone.signal,
          begin: () => {
            response.writeHead(200, { 'content-type': 'application/json' });
            response.flushHeaders();
          },
          line: (event) => void response.write(`${JSON.stringify(event)}\n`),
          end: () => response.end(),
        };
      },
    });
  }
}

function isFrontProxy({ socket }: IncomingMessage): boolean {
  const { authorized } = socket as TLSSocket;
  return authorized && (socket as TLSSocket).getPeerCertificate().subject.CN === frontProxy;
}

function refusalOf(error: unknown): { code: number; body: object } {
  if (error instanceof Refusal) return { code: error.code, body: error.body };
  if (error instanceof ApiError) return { code: error.code, body: error.status };
  const failure = new Refusal(500, 'InternalError', messageOf(error));
  return { code: failure.code, body: failure.body };
}

function send(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
