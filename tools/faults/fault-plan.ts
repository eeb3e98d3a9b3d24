import type { RequestMade, ResourceName } from '../observer/history.ts';
import { isWatchAction, type Action } from './actions.ts';
import { valuesOf, type FaultVerb, type Match, type Rule } from './rules.ts';

/** A request, or a new connection, that a fault may hit. */
export interface FaultTarget extends Pick<
  RequestMade,
  'resource' | 'subresource' | 'namespace' | 'name' | 'caller' | 'process' | 'at'
> {
  readonly verb: FaultVerb;
  /** Whether a watch asks for initial events. */
  readonly initialEvents?: boolean;
}

/** A rule hit a request. */
export interface Fired {
  /** Number of the rule; the first is 1. */
  readonly rule: number;
  readonly action: Action;
  readonly target: FaultTarget;
}

/**
 * Decides which request suffers what: the first rule that hits wins. Every rule counts the requests that it matches,
 * also where another one wins. Given the same requests and the same chance, it decides the same.
 */
export class FaultPlan {
  readonly #rules: Rule[];
  readonly #random: () => number;
  readonly #limit: number;
  readonly #matched: number[];
  readonly #fired: Fired[] = [];
  readonly #lifted = new Set<number>();

  /** `limit`: only so many faults happen, the first ones; who looks for the smallest failure lowers it. */
  constructor(rules: readonly Rule[], random: () => number, limit = Infinity) {
    this.#rules = [...rules];
    this.#random = random;
    this.#limit = limit;
    this.#matched = rules.map(() => 0);
  }

  /** What has been decided so far, in order: a sweep learns from it whether its fault happened at all. */
  get fired(): readonly Fired[] {
    return this.#fired;
  }

  /** Adds a rule while the run goes on; returns how to lift it again. */
  add(rule: Rule): () => void {
    this.#rules.push(rule);
    this.#matched.push(0);
    const index = this.#rules.length - 1;
    return () => void this.#lifted.add(index);
  }

  /** The action that this request suffers, if any. Counts, so it is to be asked once for each request. */
  decide(target: FaultTarget): Action | undefined {
    const hits = this.#rules.map((rule, index) => !this.#lifted.has(index) && this.#hits(rule, index, target));
    const index = hits.indexOf(true);
    const action = this.#fired.length < this.#limit ? this.#rules[index]?.action : undefined;
    if (action !== undefined) this.#fired.push({ rule: index + 1, action, target });
    return action;
  }

  #hits(rule: Rule, index: number, target: FaultTarget): boolean {
    if (!isAbout(rule, target)) return false;
    const count = (this.#matched[index] ?? 0) + 1;
    this.#matched[index] = count;
    const { nth, probability } = rule.match;
    if (nth !== undefined && !valuesOf<number>(nth).includes(count)) return false;
    return probability === undefined || this.#random() < probability;
  }
}

function isAbout({ match, action }: Rule, target: FaultTarget): boolean {
  return (
    includes(verbsOf(match, action), target.verb) &&
    (action.kind !== 'refuseWatchList' || target.initialEvents === true) &&
    isDuring(match, target.at) &&
    includes(match.controller, target.caller) &&
    includes(match.process, target.process) &&
    isOf(match, target)
  );
}

/** A rule that names no verb is about requests, or watches where only they can suffer its action. */
function verbsOf({ verb }: Match, { kind }: Action): readonly FaultVerb[] {
  if (verb !== undefined) return valuesOf<FaultVerb>(verb);
  return isWatchAction({ kind }) ? ['watch'] : requestVerbs;
}

const requestVerbs: readonly FaultVerb[] = ['get', 'list', 'watch', 'create', 'update', 'patch', 'apply', 'delete'];

function isDuring({ from = 0, until = Infinity }: Match, at: number): boolean {
  return from <= at && at < until;
}

function isOf(match: Match, target: FaultTarget): boolean {
  return (
    (match.resource === undefined || valuesOf<string>(match.resource).some((each) => names(each, target.resource))) &&
    (match.subresource === undefined || match.subresource === (target.subresource ?? '')) &&
    includes(match.namespace, target.namespace) &&
    includes(match.name, target.name)
  );
}

/** `plural` or `plural.group`. */
function names(resource: string, { plural, group }: ResourceName): boolean {
  return resource === plural || resource === `${plural}.${group}`;
}

function includes<T>(field: T | readonly T[] | undefined, value: T | undefined): boolean {
  return field === undefined || (value !== undefined && valuesOf<T>(field).includes(value));
}
