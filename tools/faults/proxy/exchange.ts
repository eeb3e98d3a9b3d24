import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { LineSplitter } from '../../../src/k8s/line-splitter.ts';
import type { Method } from '../../../src/k8s/transport.ts';
import { callerOf, requestAbout } from '../../observer/request-about.ts';
import { letsCommit, type Action } from '../actions.ts';
import { faultAnswer, type FaultAnswer } from '../fault-answer.ts';
import type { FaultTarget } from '../fault-plan.ts';
import { watchFault, type Delivery } from '../watch-fault.ts';
import { Outbox } from './outbox.ts';
import type { ProxiedRequest } from './proxied-request.ts';
import type { ProxyState } from './proxy-state.ts';
import { readWhole } from './upstream.ts';

/** One request through the proxy, and what a fault leaves of its answer. */
export class Exchange {
  readonly #incoming: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #state: ProxyState;
  readonly #outbox: Outbox;
  readonly #closed: Promise<void>;
  readonly #path: string;
  /** Of the caller: a closed socket has forgotten it. */
  readonly #port: number;
  readonly #upstreamUseless = new AbortController();
  /** Whether the API server is still listened to although the caller has gone. */
  #hiding = false;
  #upstreamStatus: number | undefined;

  constructor(incoming: IncomingMessage, response: ServerResponse, state: ProxyState) {
    this.#incoming = incoming;
    this.#response = response;
    this.#state = state;
    this.#path = incoming.url ?? '/';
    this.#port = incoming.socket.remotePort ?? 0;
    this.#outbox = new Outbox(response, { now: () => state.now, reset: () => this.#reset() });
    response.on('error', () => undefined);
    this.#closed = new Promise((resolve) => {
      response.once('close', () => {
        if (!this.#hiding) this.#upstreamUseless.abort();
        resolve();
      });
    });
  }

  /** Resolves when the caller has its answer, or has none and has gone. */
  async run(): Promise<ProxiedRequest> {
    const n = this.#state.nextNumber();
    const body = await readWhole(this.#incoming).catch(() => Buffer.alloc(0));
    const target = this.#target(body.toString());
    const fault = this.#hidden(target) ?? this.#state.plan.decide(target);
    if (fault === undefined || letsCommit(fault)) {
      await this.#forward(body, fault, target).catch(() => this.#giveUp());
    } else {
      this.#instead(fault);
    }
    await this.#closed;
    const { initialEvents: _asked, verb, ...about } = target;
    return {
      n,
      ...about,
      verb: verb === 'connect' ? 'get' : verb,
      path: this.#path,
      ms: Math.round(this.#state.now - target.at),
      bytes: this.#outbox.bytes,
      ...(this.#upstreamStatus !== undefined && { upstreamStatus: this.#upstreamStatus }),
      ...(this.#response.headersSent && { status: this.#response.statusCode }),
      ...(fault !== undefined && { fault: fault.kind }),
    };
  }

  #target(body: string): FaultTarget {
    const { method, headers } = this.#incoming;
    const contentType = headers['content-type'];
    return {
      ...requestAbout({ method: method as Method, path: this.#path, contentType, body }),
      caller: callerOf(headers['user-agent'] ?? ''),
      process: this.#state.process,
      at: this.#state.now,
      initialEvents: this.#path.includes('sendInitialEvents=true'),
    };
  }

  /** What a list or a watch of a path that is hidden suffers. */
  #hidden({ verb, process }: FaultTarget): Action | undefined {
    if (verb !== 'list' && verb !== 'watch') return undefined;
    const refusal = this.#state.hidden.refusalOf({ process, path: this.#path }, this.#state.now);
    if (refusal === undefined) return undefined;
    if (refusal === 'reset') return { kind: 'reset', phase: 'before' };
    return { kind: 'answer', status: 410, bodyForm: 'status', phase: 'before' };
  }

  /** The API server never hears of it. */
  #instead(action: Action): void {
    if (action.kind === 'tlsStall' || action.kind === 'wrongCertificate') {
      this.#state.nextConnectionMeets(action.kind);
      this.#reset();
    } else if (action.kind === 'redirect') {
      this.#respond({ status: 307, headers: { location: `${action.to}${this.#path}` }, body: '' });
    } else if (action.kind === 'refuseWatchList') {
      this.#respond(faultAnswer({ status: 400, bodyForm: 'status' }));
    } else {
      this.#break(action);
    }
  }

  /** The same before the API server hears of it, and after it has answered. */
  #break(action: Action): void {
    if (action.kind === 'answer') this.#respond(faultAnswer(action));
    if (action.kind === 'kill') this.#state.kill();
    if (action.kind === 'kill' || action.kind === 'reset') this.#reset();
    // A hang is left to the caller's deadline.
  }

  async #forward(body: Buffer, action: Action | undefined, target: FaultTarget): Promise<void> {
    const { method = 'GET', headers } = this.#incoming;
    const forwarded = { method, path: this.#path, headers, body, signal: this.#upstreamUseless.signal };
    const answer = await this.#state.upstream.send(forwarded);
    this.#upstreamStatus = answer.statusCode;
    if (action !== undefined && 'phase' in action) {
      if (target.verb !== 'watch') await readWhole(answer);
      this.#upstreamUseless.abort();
      this.#break(action);
    } else if (target.verb === 'watch' && answer.statusCode === 200) {
      await this.#watch(answer, action, target);
    } else {
      await this.#answer(answer, action);
    }
  }

  async #answer(answer: IncomingMessage, action: Action | undefined): Promise<void> {
    if (action?.kind === 'cutBody' || action?.kind === 'slow') {
      const body = await readWhole(answer);
      if (action.kind === 'slow') await this.#outbox.pause(action.delayMs ?? 0);
      this.#head(answer, action);
      this.#outbox.put(
        action.kind === 'cutBody'
          ? { text: body.subarray(0, action.afterBytes), ends: 'reset' }
          : { text: body, ...speedOf(action.bytesPerSecond) },
      );
    } else {
      this.#head(answer, action);
      for await (const chunk of answer) this.#outbox.send(chunk as Buffer);
    }
    await this.#outbox.end();
  }

  async #watch(answer: IncomingMessage, action: Action | undefined, target: FaultTarget): Promise<void> {
    const { at, initialEvents = false, process } = target;
    const fault = watchFault(action, { at, initialEvents });
    const opening = { process, path: this.#path };
    const deliver = ({ path, ...delivery }: Delivery): void => {
      this.#hiding = path === 'hidden' || (this.#hiding && path !== 'shown');
      if (path === 'hidden') this.#state.hidden.hide(opening, this.#state.now);
      if (path === 'shown') this.#upstreamUseless.abort();
      this.#outbox.put(delivery);
    };
    this.#head(answer, action);
    this.#response.flushHeaders();
    deliver(fault.opened());
    const lines = new LineSplitter();
    try {
      for await (const chunk of answer) {
        for (const line of lines.push(chunk as Buffer))
          deliver(fault.line(Buffer.from(line).toString(), this.#state.now));
      }
    } finally {
      this.#state.hidden.show(opening);
    }
    await this.#outbox.end();
  }

  #head({ statusCode = 502, headers }: IncomingMessage, action: Action | undefined): void {
    const close = action?.kind === 'connectionClose' ? { connection: 'close' } : {};
    this.#response.writeHead(statusCode, { ...withoutHops(headers), ...close });
  }

  #respond({ status, headers, body }: FaultAnswer): void {
    this.#response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    this.#outbox.send(Buffer.from(body));
    this.#response.end();
  }

  /** The API server broke off, or was left. */
  #giveUp(): void {
    if (!this.#response.writableEnded) this.#reset();
  }

  #reset(): void {
    this.#state.sockets.reset(this.#port);
  }
}

function speedOf(bytesPerSecond: number | undefined): Pick<Delivery, 'bytesPerSecond'> {
  return bytesPerSecond === undefined ? {} : { bytesPerSecond };
}

/** Headers that are about one connection only; framing is ours. */
function withoutHops(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const { connection: _connection, 'keep-alive': _keepAlive, 'transfer-encoding': _framing, ...others } = headers;
  return others;
}
