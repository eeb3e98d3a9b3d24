import {
  methodOf,
  readText,
  type Transport,
  type TransportRequest,
  type TransportResponse,
  type TransportStream,
} from '../../../src/k8s/transport.ts';
import type { FaultPlan } from '../../faults/fault-plan.ts';
import type { Action } from '../../faults/actions.ts';
import { HiddenPaths } from '../../faults/hidden-paths.ts';
import type { ApiRequest, User } from '../server/api.ts';
import { Exchange, type Wire } from './exchange.ts';
import type { ServerLink } from './server-link.ts';
import { startWatch } from './watch-wire.ts';
import { commits, faultBeforeCommit, answerThrough } from './wire-faults.ts';

/** One process, as its transport knows it. */
export interface ProcessIdentity {
  readonly name: string;
  readonly user: User;
  readonly kill: () => void;
}

/** The network between one process and the simulated API server. */
export class SimTransport implements Transport {
  readonly #link: ServerLink;
  readonly #process: ProcessIdentity;
  readonly #wire: Wire;
  readonly #faults: FaultPlan;
  readonly #hidden = new HiddenPaths();
  readonly #open = new Set<Exchange>();

  constructor(link: ServerLink, process: ProcessIdentity, wire: Wire, faults: FaultPlan) {
    this.#link = link;
    this.#process = process;
    this.#wire = wire;
    this.#faults = faults;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    const { status, headers, body } = await this.stream(request);
    return { status, headers, body: (await readText(body, Infinity)) ?? '' };
  }

  /** An answer 401 is tried again once, as the real transport does with a token read anew. */
  async stream(request: TransportRequest): Promise<TransportStream> {
    const answer = await this.#send(request);
    return answer.status === 401 ? this.#send(request) : answer;
  }

  /** The process is gone, and its connections with it. */
  disconnect(): void {
    for (const exchange of this.#open) exchange.abandon();
  }

  #send(request: TransportRequest): Promise<TransportStream> {
    if (!this.#wire.isAlive()) return Promise.reject(new Error('The process is gone'));
    request.signal?.throwIfAborted();
    request.beforeSend?.();
    const { scheduler, latency } = this.#wire;
    const exchange = new Exchange(request, this.#wire);
    this.#open.add(exchange);
    exchange.onClose(() => this.#open.delete(exchange));
    // What is on its way arrives, also when the sender dies meanwhile.
    scheduler.after(latency(), () => this.#arrive(request, exchange));
    return exchange.answer;
  }

  #arrive(request: TransportRequest, exchange: Exchange): void {
    const { name: process, user, kill } = this.#process;
    const record = this.#link.opened(request, { process, user: user.name });
    const action = this.#refusal(request) ?? this.#faults.decide(record.target);
    if (action !== undefined && !commits(action)) {
      record.close({ fault: action.kind, ...faultBeforeCommit(action, { exchange, kill }) });
      return;
    }
    const incoming: ApiRequest = {
      method: methodOf(request.verb),
      path: request.path,
      headers: { accept: 'application/json', ...request.headers },
      user,
      ...(request.body !== undefined && { body: request.body }),
    };
    const fault = action === undefined ? {} : { fault: action.kind };
    if (request.verb === 'watch') record.close({ ...fault, code: this.#watch(incoming, exchange, action) });
    else record.close({ ...fault, code: this.#answer(incoming, exchange, action) });
  }

  /** What a list or watch suffers that comes back while its path is hidden. */
  #refusal({ verb, path }: TransportRequest): Action | undefined {
    if (verb !== 'list' && verb !== 'watch') return undefined;
    const refusal = this.#hidden.refusalOf({ process: this.#process.name, path }, this.#wire.scheduler.now);
    if (refusal === 'reset') return { kind: 'reset', phase: 'before' };
    return refusal === 'gone' ? { kind: 'errorEvent', code: 410, afterEvents: 0 } : undefined;
  }

  #answer(incoming: ApiRequest, exchange: Exchange, action: Action | undefined): number {
    const answer = this.#link.server.answer(incoming);
    answerThrough(answer, action, { exchange, kill: this.#process.kill });
    return answer.status;
  }

  #watch(incoming: ApiRequest, exchange: Exchange, action: Action | undefined): number {
    const { name: process } = this.#process;
    const { scheduler } = this.#wire;
    return startWatch(incoming, { link: this.#link, scheduler, exchange, action, hidden: this.#hidden, process });
  }
}
