import { methodOf, type TransportRequest } from '../../../src/k8s/transport.ts';
import type { FaultTarget } from '../../faults/fault-plan.ts';
import type { History, RequestMade } from '../../observer/history.ts';
import { requestAbout, type RequestAbout } from '../../observer/request-about.ts';
import type { Scheduler } from '../scheduler.ts';
import type { ApiServer } from '../server/api-server.ts';

/** A request that has arrived and will be written down once its outcome is known. */
export interface OpenRequest {
  readonly target: FaultTarget;
  close(outcome: Pick<RequestMade, 'code' | 'fault'>): void;
}

/** The API server with an observer beside it, who writes down each request and each change, and which made which. */
export class ServerLink {
  readonly server: ApiServer;
  readonly #history: History;
  readonly #scheduler: Scheduler;
  #requests = 0;
  #current: number | undefined;

  constructor(server: ApiServer, history: History, scheduler: Scheduler) {
    this.server = server;
    this.#history = history;
    this.#scheduler = scheduler;
    server.onChange((change) => {
      const request = this.#current === undefined ? {} : { request: this.#current };
      history.append({ kind: 'object', at: scheduler.now, ...change, ...request });
    });
  }

  /** Until it is closed, changes count as made by this request. */
  opened(request: TransportRequest, sender: { readonly process: string; readonly user: string }): OpenRequest {
    const n = ++this.#requests;
    const about = { ...aboutOf(request), caller: request.caller ?? '', ...sender, at: this.#scheduler.now };
    this.#current = n;
    return {
      target: { ...about, initialEvents: request.path.includes('sendInitialEvents=true') },
      close: (outcome) => {
        this.#current = undefined;
        const body = request.body === undefined ? {} : { body: request.body };
        this.#history.append({ kind: 'request', n, ...about, path: request.path, ...body, ...outcome });
      },
    };
  }
}

function aboutOf({ verb, path, headers, body }: TransportRequest): RequestAbout {
  const contentType = headers?.['content-type'];
  return requestAbout({ method: methodOf(verb), path, contentType, body });
}
