import type { Rule } from '../../faults/rules.ts';
import { isWriteRequest, type RequestMade } from '../../observer/history.ts';
import { describeRequest } from './describe-request.ts';
import { singleFaultSweep } from './single-fault.ts';
import type { Case, Sweep } from './sweep.ts';

const writes = ['create', 'update', 'patch', 'apply'] as const;
/** Those of webhooks, of validation, and of webhooks that fail. */
const codes = [403, 422, 500] as const;

/** Whatever fails while Secrets are handled, nothing of them is seen anywhere else (invariant I5, at the lowest log level). */
export const canarySweep: Sweep = {
  id: 'T28',
  says: 'a marked secret × every fault, and answers that quote it',
  scenarios: ['secrets'],
  casesOf: (golden, scenario) => [
    ...golden.history.requests
      .filter(isCopy)
      .flatMap((request, index) => codes.map((code) => quoting(code, request, index))),
    ...singleFaultSweep.casesOf(golden, scenario),
  ],
};

function isCopy(request: RequestMade): boolean {
  return isWriteRequest(request) && request.resource.plural === 'secrets' && request.name === 'registry';
}

/** Webhooks and the API server quote what they do not like. */
function quoting(status: number, request: RequestMade, index: number): Case {
  const { data } = JSON.parse(request.body ?? '{}') as { data?: Record<string, string> };
  const [value = ''] = Object.values(data ?? {});
  const message = `denied: data: Invalid value: ${atob(value)}, sent as ${value}`;
  const rule: Rule = {
    match: { verb: [...writes], resource: 'secrets', name: 'registry', nth: index + 1 },
    action: { kind: 'answer', status, bodyForm: 'status', phase: 'before', message },
  };
  return { title: `${status} that quotes it for ${describeRequest(request)} (write ${index + 1})`, rules: [rule] };
}
