import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import https from 'node:https';

export interface UpstreamOptions {
  /** Of the API server. */
  readonly url: string;
  /** PEM text of its authority. */
  readonly ca: string;
}

export interface Forwarded {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Aborted when the answer is of no use any more. */
  readonly signal: AbortSignal;
}

/** The API server behind a proxy. */
export class Upstream {
  readonly #url: URL;
  readonly #agent: https.Agent;

  constructor({ url, ca }: UpstreamOptions) {
    this.#url = new URL(url);
    this.#agent = new https.Agent({ keepAlive: true, ca });
  }

  /** Sends on what came, credentials included; resolves with the head of the answer. */
  send({ method, path, headers, body, signal }: Forwarded): Promise<IncomingMessage> {
    const { hostname, port, host } = this.#url;
    const { connection: _hop, 'transfer-encoding': _framing, ...others } = headers;
    // Lines can be told apart only in plain text.
    const forwarded = { ...others, host, 'accept-encoding': 'identity', ...lengthOf(body) };
    return new Promise((resolve, reject) => {
      const outgoing = https.request({ agent: this.#agent, hostname, port, method, path, headers: forwarded, signal });
      outgoing.once('response', resolve);
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function lengthOf(body: Buffer): Record<string, string> {
  return body.length === 0 ? {} : { 'content-length': String(body.length) };
}

/** All of a short body. Rejects when the connection breaks. */
export async function readWhole(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
