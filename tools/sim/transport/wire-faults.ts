import { letsCommit, type Action, type ActionKind, type ActionOf } from '../../faults/actions.ts';
import { faultAnswer } from '../../faults/fault-answer.ts';
import type { RequestMade } from '../../observer/history.ts';
import type { ApiAnswer } from '../server/api.ts';
import type { Exchange } from './exchange.ts';

/** Whether the server carries out a request that suffers this. */
export const commits = letsCommit;

type Outcome = Pick<RequestMade, 'code'>;
type Befalls<Context> = {
  readonly [Kind in ActionKind]?: (action: ActionOf<Kind>, context: Context) => Outcome | undefined;
};

function befall<Context>(cases: Befalls<Context>, action: Action, context: Context): Outcome | 'nothing' {
  const found = cases[action.kind] as ((action: Action, context: Context) => Outcome | undefined) | undefined;
  return found === undefined ? 'nothing' : (found(action, context) ?? {});
}

interface Sender {
  readonly exchange: Exchange;
  readonly kill: () => void;
}

/** Of the others nothing is heard: the deadline of the caller decides. */
const beforeCommit: Befalls<Sender> = {
  answer: (action, { exchange }) => respond(exchange, faultAnswer(action)),
  refuseWatchList: (_action, { exchange }) => respond(exchange, faultAnswer({ status: 400, bodyForm: 'status' })),
  redirect: ({ to }, { exchange }) => respond(exchange, { status: 307, headers: { location: to }, body: '' }),
  wrongCertificate: (_action, { exchange }) => {
    exchange.breakDown('tls', 'self-signed certificate in certificate chain', false);
    return undefined;
  },
  reset: (_action, { exchange }) => reset(exchange),
  kill: (_action, { kill }) => {
    kill();
    return undefined;
  },
};

/** What the sender of a request sees that the server never carries out. */
export function faultBeforeCommit(action: Action, sender: Sender): Outcome {
  const outcome = befall(beforeCommit, action, sender);
  return outcome === 'nothing' ? {} : outcome;
}

const afterCommit: Befalls<Sender & { readonly answer: ApiAnswer }> = {
  answer: (action, { exchange }) => respond(exchange, faultAnswer(action)),
  reset: (_action, { exchange }) => reset(exchange),
  cutBody: ({ afterBytes }, { exchange, answer }) => {
    exchange.respond(answer.status, answer.headers);
    exchange.send(Buffer.from(answer.body).subarray(0, afterBytes));
    return reset(exchange);
  },
  slow: (action, { exchange, answer }) => {
    exchange.respond(answer.status, answer.headers);
    exchange.send(answer.body, slownessOf(action, answer.body.length));
    exchange.end();
    return undefined;
  },
  hang: () => undefined,
  kill: (_action, { kill }) => {
    kill();
    return undefined;
  },
};

/** Sends an answer on its way, or what a fault leaves of it. */
export function answerThrough(answer: ApiAnswer, action: Action | undefined, sender: Sender): void {
  const outcome = action === undefined ? 'nothing' : befall(afterCommit, action, { ...sender, answer });
  if (outcome === 'nothing') respond(sender.exchange, answer);
}

function reset(exchange: Exchange): undefined {
  exchange.breakDown('reset', 'read ECONNRESET');
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
