import type { KubeObject } from '../../../../src/k8s/object.ts';
import type { ResourceRequest } from '../request.ts';
import { forbidden, notFound } from '../status-answer.ts';
import { stringAt } from '../values.ts';
import { groupsOf, MASTERS, RBAC, type Authorizer } from './authorizer.ts';
import { covers, rulesOf, singleRules, type Rule, type SingleRule } from './rules.ts';

/**
 * Nobody grants what they do not hold, unless they may `escalate` roles or `bind` the role in question
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping).
 * Throws Refusal (403), or 404 for a binding to a role that does not exist.
 */
export function checkEscalation(request: ResourceRequest, object: KubeObject, authorizer: Authorizer): void {
  const { resource, user } = request;
  if (resource.group !== RBAC || user.groups.includes(MASTERS)) return;
  const isBinding = resource.plural.endsWith('bindings');
  if (isBinding ? mayBind(request, object, authorizer) : mayEscalate(request, object, authorizer)) return;
  const wanted = isBinding ? requireRole(request, object, authorizer) : rulesOf(object);
  const held = authorizer.rulesOf(user, object.metadata.namespace);
  const missing = wanted.flatMap(singleRules).filter((single) => !held.some((rule) => covers(rule, single)));
  if (missing.length === 0) return;
  const groups = groupsOf(user).map((group) => JSON.stringify(group));
  const who = `user ${JSON.stringify(user.name)} (groups=[${groups.join(' ')}])`;
  const why = `${who} is attempting to grant RBAC permissions not currently held:\n${describe(missing)}`;
  throw forbidden(resource, object.metadata.name, why);
}

function mayEscalate({ resource, user }: ResourceRequest, { metadata }: KubeObject, authorizer: Authorizer): boolean {
  const { name, namespace } = metadata;
  return authorizer.decide(user, { verb: 'escalate', group: RBAC, plural: resource.plural, name, namespace }).allowed;
}

function mayBind({ user }: ResourceRequest, binding: KubeObject, authorizer: Authorizer): boolean {
  const plural = stringAt(binding, ['roleRef', 'kind']) === 'Role' ? 'roles' : 'clusterroles';
  const name = stringAt(binding, ['roleRef', 'name']);
  const { namespace } = binding.metadata;
  return authorizer.decide(user, { verb: 'bind', group: RBAC, plural, name, namespace }).allowed;
}

function requireRole({ resource }: ResourceRequest, binding: KubeObject, authorizer: Authorizer): readonly Rule[] {
  const rules = authorizer.rulesBehind(binding);
  // The server names the missing role as if it were the binding.
  if (rules === undefined) throw notFound(resource, stringAt(binding, ['roleRef', 'name']) ?? '');
  return rules;
}

/** What is missing, one thing a line with all its verbs. */
function describe(missing: readonly SingleRule[]): string {
  const byThing = Map.groupBy(missing, thingText);
  const lines = [...byThing].map(([thing, rules]) => {
    const verbs = [...new Set(rules.map(({ verb }) => verb))].map((verb) => JSON.stringify(verb));
    return `{${thing}, Verbs:[${verbs.join(' ')}]}`;
  });
  return lines.toSorted().join('\n');
}

function thingText(thing: SingleRule): string {
  if ('url' in thing) return `NonResourceURLs:[${JSON.stringify(thing.url)}]`;
  const { group, resource, name } = thing;
  const names = name === undefined ? '' : `, ResourceNames:[${JSON.stringify(name)}]`;
  return `APIGroups:[${JSON.stringify(group)}], Resources:[${JSON.stringify(resource)}]${names}`;
}
