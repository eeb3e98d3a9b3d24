import type { Agent } from 'node:http';
import type { Headers } from './transport.ts';

/** What a TLS connection to the API server needs. Bytes or PEM text; undefined means the runtime's default. */
export interface TlsMaterial {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly passphrase?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** How to be let in, at this moment. */
export interface Credentials {
  readonly tls: TlsMaterial;
  /** `authorization`, and `impersonate-user` where asked for. */
  readonly headers: Headers;
  /** Only where the connection goes through a proxy: the agent that knows the way. */
  readonly proxyAgent?: Agent;
}

/** Where the API server is and how to be let in. */
export interface ClusterConfig {
  /** Origin and optional path prefix, without a trailing slash. */
  readonly server: string;
  /** The namespace of our own pod, or of the kubeconfig's context; `default` when neither says. */
  readonly namespace: string;
  /**
   * Current credentials: asked before each request, so answers are cached. `refresh: 'now'` comes after a 401: whatever
   * is cached is read again.
   */
  credentials(refresh?: 'now'): Promise<Credentials>;
}

function sameBytes(left: string | Buffer | undefined, right: string | Buffer | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Buffer.from(left).equals(Buffer.from(right));
}

/** Whether connections made with `left` are as good as new ones made with `right`. */
export function sameTlsMaterial(left: TlsMaterial, right: TlsMaterial): boolean {
  return (
    sameBytes(left.ca, right.ca) &&
    sameBytes(left.cert, right.cert) &&
    sameBytes(left.key, right.key) &&
    left.passphrase === right.passphrase &&
    left.servername === right.servername &&
    left.rejectUnauthorized === right.rejectUnauthorized
  );
}
