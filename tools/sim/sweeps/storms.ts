import type { Action } from '../../faults/actions.ts';
import type { FaultVerb, Rule } from '../../faults/rules.ts';
import type { Run } from '../run.ts';
import { Chance } from '../chance.ts';
import { anyRead, anyRequest, anyWrite } from './request-faults.ts';
import type { Case, Sweep } from './sweep.ts';

const stormMs = 60_000;
/** After the last fault, until all is well. */
const recoveryMs = 45_000;
const stormsOfScenario = 500;

type Faults = readonly Rule[];

function named(...names: readonly string[]): Faults {
  return names.map((name) => ({ match: {}, action: anyRequest[name] as Action }));
}

function ofVerbs(verb: FaultVerb[], faults: Readonly<Record<string, Action>>): Faults {
  return Object.values(faults).map((action) => ({ match: { verb }, action }));
}

/** What a storm is made of: one class of trouble, or all of them. */
const classes: Readonly<Record<string, Faults>> = {
  'errors of the server': named('500', '502 from a load balancer', '503', '504'),
  'lost connections': named(
    'a reset before it arrives',
    'a reset after it is carried out',
    'an answer that is cut off',
  ),
  overload: named('429, come back in 1 s', '429, come back in 30 s', 'no answer'),
  everything: [
    ...named(...Object.keys(anyRequest)),
    ...ofVerbs(['create', 'update', 'patch', 'apply', 'delete'], anyWrite),
    ...ofVerbs(['get', 'list', 'watch'], anyRead),
  ],
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
  const from = chance.pick(history.requests.filter(({ at }) => at < lasted - stormMs - recoveryMs)).at;
  const faults = classes[what] ?? [];
  const when = { from, until: from + stormMs, probability: share / faults.length };
  const rules = faults.map(({ match, action }): Rule => ({ match: { ...match, ...when }, action }));
  return { title: `${what} for ${Math.round(share * 100)} % of requests from ${Math.round(from)} ms on`, rules };
}
