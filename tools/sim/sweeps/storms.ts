import type { Action } from '../../faults/actions.ts';
import type { Rule } from '../../faults/rules.ts';
import type { Run } from '../run.ts';
import { Chance } from '../chance.ts';
import { anyRead, anyRequest, anyWrite } from './request-faults.ts';
import type { Case, Sweep } from './sweep.ts';

const stormMs = 60_000;
const stormsOfScenario = 500;

/** What a storm is made of: one class of trouble, or all of them. */
const classes: Readonly<Record<string, readonly Action[]>> = {
  'errors of the server': ['500', '502 from a load balancer', '503', '504'].map((name) => anyRequest[name] as Action),
  'lost connections': ['a reset before it arrives', 'a reset after it is carried out', 'an answer that is cut off'].map(
    (name) => anyRequest[name] as Action,
  ),
  overload: ['429, come back in 1 s', '429, come back in 30 s', 'no answer'].map((name) => anyRequest[name] as Action),
  everything: [...Object.values(anyRequest), ...Object.values(anyWrite), ...Object.values(anyRead)],
};

/** For a minute, requests fail in droves; then all is well again. */
export const stormSweep: Sweep = {
  id: 'T03',
  says: 'storms of faults, a minute long',
  scenarios: ['install', 'edit', 'teardown', 'reinstall'],
  casesOf: (golden, { name }) =>
    Array.from({ length: stormsOfScenario }, (_, index) => storm(new Chance(index).fork(name), golden)),
};

function storm(chance: Chance, { history, lasted }: Run): Case {
  const what = chance.pick(Object.keys(classes));
  const share = chance.between(0.1, 0.7);
  // Where requests are, and some follow: otherwise nothing can fail.
  const from = chance.pick(history.requests.filter(({ at }) => at < lasted - stormMs)).at;
  const actions = classes[what] ?? [];
  const rules = actions.map((action): Rule => {
    const match = { from, until: from + stormMs, probability: share / actions.length };
    return { match, action };
  });
  return { title: `${what} for ${Math.round(share * 100)} % of requests from ${Math.round(from)} ms on`, rules };
}
