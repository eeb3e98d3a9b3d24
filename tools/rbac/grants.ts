import type { PolicyRule } from '../../src/crds/generated/core.gen.ts';

/** One verb on one resource: what a rule of RBAC comes apart into. */
export interface Grant {
  readonly group: string;
  /** With its subresource, as in `pods/status`. */
  readonly resource: string;
  readonly verb: string;
  /** Undefined: objects of any name. */
  readonly name: string | undefined;
}

/** A rule as grants, of which any may be dropped or moved. */
export function grantsOf({ apiGroups = [], resources = [], verbs, resourceNames = [] }: PolicyRule): Grant[] {
  const names = resourceNames.length === 0 ? [undefined] : resourceNames;
  return apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.flatMap((verb) => names.map((name) => ({ group, resource, verb, name })))),
  );
}

/** Whether `held` allows what `wanted` does, by itself. */
export function covers(held: Grant, wanted: Grant): boolean {
  const sameResource = held.group === wanted.group && held.resource === wanted.resource && held.verb === wanted.verb;
  return sameResource && (held.name === undefined || held.name === wanted.name);
}

/** The grants that `held` does not allow already. */
export function withoutCovered(grants: readonly Grant[], held: readonly Grant[]): Grant[] {
  return grants.filter((grant) => !held.some((other) => covers(other, grant)));
}

/** Few rules that allow the grants and nothing else; the same grants give the same rules, in the same order. */
export function minimalRules(grants: readonly Grant[]): PolicyRule[] {
  const anyName = grants.filter(({ name }) => name === undefined);
  const byName = withoutCovered(
    grants.filter(({ name }) => name !== undefined),
    anyName,
  );
  return mergeSteps
    .reduce<readonly Rule[]>(mergeBy, [...anyName, ...byName].map(ruleOf))
    .toSorted((left, right) => compare(sortKey(left), sortKey(right)))
    .map(policyRule);
}

interface Rule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
  readonly verbs: readonly string[];
}

/** Rules that differ in this one dimension become one. Verbs first: what may be done reads as one list. */
const mergeSteps = ['verbs', 'names', 'resources', 'groups'] as const satisfies readonly (keyof Rule)[];

function ruleOf({ group, resource, name, verb }: Grant): Rule {
  return { groups: [group], resources: [resource], names: name === undefined ? [] : [name], verbs: [verb] };
}

function policyRule({ groups, resources, names, verbs }: Rule): PolicyRule {
  const rule = { apiGroups: [...groups], resources: [...resources], verbs: [...verbs] };
  return names.length === 0 ? rule : { ...rule, resourceNames: [...names] };
}

function mergeBy(rules: readonly Rule[], dimension: keyof Rule): Rule[] {
  const merged = new Map<string, Rule>();
  for (const rule of rules) {
    const key = keyWithout(rule, dimension);
    const known = merged.get(key);
    merged.set(key, known === undefined ? rule : { ...known, [dimension]: union(known[dimension], rule[dimension]) });
  }
  return [...merged.values()];
}

/** A rule for any name must not swallow one for some names, so having names at all is part of the key. */
function keyWithout(rule: Rule, dimension: keyof Rule): string {
  return JSON.stringify({ ...rule, [dimension]: rule.names.length > 0 });
}

function union(left: readonly string[], right: readonly string[]): string[] {
  const order = left.concat(right).every((word) => verbOrder.includes(word)) ? byVerbOrder : compare;
  return [...new Set([...left, ...right])].toSorted(order);
}

const verbOrder = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'use', 'bind'];

function byVerbOrder(left: string, right: string): number {
  return verbOrder.indexOf(left) - verbOrder.indexOf(right);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function sortKey({ groups, resources, names, verbs }: Rule): string {
  return JSON.stringify([groups, resources, Math.min(1, names.length), names, verbs]);
}
