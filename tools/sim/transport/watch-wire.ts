import type { Action } from '../../faults/actions.ts';
import type { HiddenPaths } from '../../faults/hidden-paths.ts';
import { watchFault, type Delivery } from '../../faults/watch-fault.ts';
import type { ApiRequest } from '../server/api.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Exchange } from './exchange.ts';
import type { ServerLink } from './server-link.ts';

export interface WatchWire {
  readonly link: ServerLink;
  readonly scheduler: Scheduler;
  readonly exchange: Exchange;
  readonly action: Action | undefined;
  readonly hidden: HiddenPaths;
  readonly process: string;
}

/** Opens a watch and sends its lines on their way, or what a fault leaves of them. Returns the status of the answer. */
export function startWatch(incoming: ApiRequest, wire: WatchWire): number {
  const { link, scheduler, exchange, action } = wire;
  const opening = { at: scheduler.now, initialEvents: incoming.path.includes('sendInitialEvents=true') };
  const fault = watchFault(action, opening);
  const deliver = deliveries(incoming, wire);
  const early: string[] = [];
  let opened = false;
  const { answer, handle } = link.server.watch(incoming, {
    event: (line) => {
      if (opened) deliver(fault.line(line, scheduler.now));
      else early.push(line);
    },
    end: () => {
      if (opened) exchange.end();
    },
  });
  exchange.respond(answer.status, answer.headers);
  if (handle === undefined) {
    // A refusal, or the one line that says why nothing can be watched from there.
    exchange.send(answer.body);
    for (const line of early) exchange.send(`${line}\n`);
    exchange.end();
    return answer.status;
  }
  opened = true;
  deliver(fault.opened());
  for (const line of early) deliver(fault.line(line, scheduler.now));
  // A hidden path is shown again by a line that nobody gets, so the server goes on telling.
  if (action?.kind !== 'unobserve') exchange.onClose(() => handle.close());
  return answer.status;
}

/** Puts deliveries on the wire until one of them ends it. */
function deliveries(incoming: ApiRequest, wire: WatchWire): (delivery: Delivery) => void {
  const { exchange, scheduler, hidden, process } = wire;
  const opening = { process, path: incoming.path };
  let over = false;
  return ({ text, notBefore, bytesPerSecond, ends, path }) => {
    if (path === 'hidden') hidden.hide(opening, scheduler.now);
    if (path === 'shown') hidden.show(opening);
    if (over) return;
    const slow = bytesPerSecond === undefined ? 0 : (text.length / bytesPerSecond) * 1000;
    if (text !== '') exchange.send(text, Math.max(slow, (notBefore ?? 0) - scheduler.now, 0));
    if (ends === undefined) return;
    over = true;
    if (ends === 'reset') exchange.breakDown('reset', 'aborted');
    if (ends === 'end') exchange.end();
  };
}
