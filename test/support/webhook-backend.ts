import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ground } from '../../tools/extension-api/stand-in.ts';

/** What the Kubernetes API server asks about a write. */
export interface Review {
  readonly uid: string;
  readonly name: string;
  readonly userInfo: { readonly username: string };
}

/** How it answers. */
export interface Behaviour {
  /** Why it says no; absent: it says yes. */
  readonly denial?: string;
  readonly delayMs?: number;
}

/** What pods of calico-webhooks would answer, as a test wants it. */
export class WebhookBackend {
  readonly asked: Review[] = [];
  behaviour: Behaviour = {};
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor({ certificate: cert, key }: Ground) {
    this.#server = createServer({ cert, key }, (request, response) => void this.#answer(request, response));
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(ground: Ground): Promise<WebhookBackend> {
    const backend = new WebhookBackend(ground);
    await new Promise<void>((resolve) => backend.#server.listen(ground.port, ground.address, () => resolve()));
    return backend;
  }

  async kill(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const review = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { request: Review };
    this.asked.push(review.request);
    const { denial, delayMs = 0 } = this.behaviour;
    await pause(delayMs, undefined, { ref: false });
    const status = denial === undefined ? {} : { status: { message: denial } };
    const answer = { uid: review.request.uid, allowed: denial === undefined, ...status };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: answer }));
  }
}
