import type { Server } from 'node:https';
import { createServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';

/** What a new connection meets: a good server, one with a wrong certificate, or nobody. */
export type Welcome = 'good' | 'wrongCertificate' | 'tlsStall';

export interface ConnectionOptions {
  readonly good: Server;
  readonly wrong: Server;
  readonly welcome: () => Welcome;
  readonly sockets: OpenSockets;
}

/** TCP connections by the port of the caller: below TLS, where a connection can be reset. */
export class OpenSockets {
  readonly #sockets = new Map<number, Socket>();

  add(socket: Socket): void {
    const port = socket.remotePort ?? 0;
    this.#sockets.set(port, socket);
    socket.once('close', () => this.#sockets.delete(port));
    socket.on('error', () => undefined);
  }

  /** Does nothing where the connection is closed already. */
  reset(port: number): void {
    this.#sockets.get(port)?.resetAndDestroy();
  }

  resetAll(): void {
    for (const socket of this.#sockets.values()) socket.resetAndDestroy();
  }
}

/** Accepts TCP connections and decides who does the handshake. */
export class Connections {
  readonly #tcp: TcpServer;
  readonly #sockets: OpenSockets;

  constructor({ good, wrong, welcome, sockets }: ConnectionOptions) {
    this.#sockets = sockets;
    this.#tcp = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      const met = welcome();
      if (met === 'tlsStall') socket.resume();
      else (met === 'good' ? good : wrong).emit('connection', socket);
    });
  }

  /** Resolves with the port on loopback. */
  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#tcp.listen(0, '127.0.0.1', () => resolve((this.#tcp.address() as AddressInfo).port));
    });
  }

  /** Resets all connections. */
  drop(): void {
    this.#sockets.resetAll();
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise<void>((resolve) => this.#tcp.close(() => resolve()));
  }
}
