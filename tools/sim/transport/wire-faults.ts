import type { ActionOf, Action } from '../../faults/actions.ts';
import { letsCommit } from '../../faults/actions.ts';
import { faultAnswer } from '../../faults/fault-answer.ts';
import type { RequestMade } from '../../observer/history.ts';
import type { ApiAnswer } from '../server/api.ts';
import type { Exchange } from './exchange.ts';

export const commits = letsCommit;

/** What the sender of a request sees that the server never carries out. */
export function faultBeforeCommit(action: Action, exchange: Exchange, kill: () => void): Pick<RequestMade, 'code'> {
  switch (action.kind) {
    case 'answer':
      return respond(exchange, faultAnswer(action));
    case 'refuseWatchList':
      return respond(exchange, faultAnswer({ status: 400, bodyForm: 'status' }));
    case 'redirect':
      return respond(exchange, { status: 307, headers: { location: action.to }, body: '' });
    case 'wrongCertificate':
      exchange.breakDown('tls', 'self-signed certificate in certificate chain', false);
      return {};
    case 'reset':
      exchange.breakDown('reset', 'read ECONNRESET');
      return {};
    case 'kill':
      kill();
      return {};
    default:
      // A hang, or a handshake that never ends: the deadline of the caller decides.
      return {};
  }
}

export interface AnswerFault {
  readonly exchange: Exchange;
  readonly action: Action | undefined;
  readonly kill: () => void;
}

/** Sends an answer on its way, or what a fault leaves of it. */
export function answerThrough(answer: ApiAnswer, { exchange, action, kill }: AnswerFault): void {
  switch (action?.kind) {
    case 'answer':
      respond(exchange, faultAnswer(action));
      return;
    case 'reset':
      exchange.breakDown('reset', 'read ECONNRESET');
      return;
    case 'cutBody':
      exchange.respond(answer.status, answer.headers);
      exchange.send(Buffer.from(answer.body).subarray(0, action.afterBytes));
      exchange.breakDown('reset', 'aborted');
      return;
    case 'slow':
      exchange.respond(answer.status, answer.headers);
      exchange.send(answer.body, slownessOf(action, answer.body.length));
      exchange.end();
      return;
    case 'hang':
      return;
    case 'kill':
      kill();
      return;
    default:
      respond(exchange, answer);
  }
}

function slownessOf({ bytesPerSecond, delayMs }: ActionOf<'slow'>, bytes: number): number {
  return bytesPerSecond === undefined ? (delayMs ?? 0) : (bytes / bytesPerSecond) * 1000;
}

function respond(exchange: Exchange, { status, headers, body }: ApiAnswer): Pick<RequestMade, 'code'> {
  exchange.respond(status, headers);
  exchange.send(body);
  exchange.end();
  return { code: status };
}
