/** Rules of roles, and what they allow. */
import type { KubeObject } from '../../../../src/k8s/object.ts';
import type { PolicyRule } from '../../../../src/crds/generated/core.gen.ts';
import { listAt } from '../values.ts';

export type Rule = PolicyRule;

/** What someone wants to do. */
export type Access = ResourceAccess | PathAccess;

export interface ResourceAccess {
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  readonly subresource?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

export interface PathAccess {
  readonly verb: string;
  readonly path: string;
}

export function rulesOf(role: KubeObject | undefined): readonly Rule[] {
  return role === undefined ? [] : (listAt(role, ['rules']) as Rule[]);
}

/** Whether one rule allows an access (https://kubernetes.io/docs/reference/access-authn-authz/rbac/). */
export function allows(rule: Rule, access: Access): boolean {
  return (
    hasOrAll(rule.verbs, access.verb) && ('path' in access ? allowsPath(rule, access) : allowsResource(rule, access))
  );
}

function allowsResource(rule: Rule, { group, plural, subresource, name }: ResourceAccess): boolean {
  const { resourceNames = [] } = rule;
  return (
    hasOrAll(rule.apiGroups ?? [], group) &&
    matchesResource(rule.resources ?? [], plural, subresource) &&
    (resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name)))
  );
}

function matchesResource(resources: readonly string[], plural: string, subresource: string | undefined): boolean {
  if (subresource === undefined) return hasOrAll(resources, plural);
  return hasOrAll(resources, `${plural}/${subresource}`) || resources.includes(`*/${subresource}`);
}

function allowsPath({ nonResourceURLs = [] }: Rule, { path }: PathAccess): boolean {
  return nonResourceURLs.some((url) => url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))));
}

function hasOrAll(values: readonly string[], value: string): boolean {
  return values.includes('*') || values.includes(value);
}

/** A rule about one verb on one thing: what coverage is decided on. */
export type SingleRule =
  | { readonly verb: string; readonly group: string; readonly resource: string; readonly name?: string }
  | { readonly verb: string; readonly url: string };

/** A rule as the single rules that it stands for. */
export function singleRules(rule: Rule): SingleRule[] {
  const names = rule.resourceNames === undefined || rule.resourceNames.length === 0 ? [undefined] : rule.resourceNames;
  const resources = (rule.apiGroups ?? []).flatMap((group) =>
    (rule.resources ?? []).flatMap((resource) =>
      names.flatMap((name) =>
        rule.verbs.map((verb) => ({ verb, group, resource, ...(name !== undefined && { name }) })),
      ),
    ),
  );
  const urls = (rule.nonResourceURLs ?? []).flatMap((url) => rule.verbs.map((verb) => ({ verb, url })));
  return [...resources, ...urls];
}

/** Whether a rule allows all that a single rule does. */
export function covers(held: Rule, wanted: SingleRule): boolean {
  if (!hasOrAll(held.verbs, wanted.verb)) return false;
  if ('url' in wanted) return allowsPath(held, { verb: wanted.verb, path: wanted.url });
  const { resourceNames = [] } = held;
  return (
    hasOrAll(held.apiGroups ?? [], wanted.group) &&
    coversResource(held.resources ?? [], wanted.resource) &&
    (resourceNames.length === 0 || (wanted.name !== undefined && resourceNames.includes(wanted.name)))
  );
}

function coversResource(held: readonly string[], wanted: string): boolean {
  const subresource = wanted.split('/')[1];
  return hasOrAll(held, wanted) || (subresource !== undefined && held.includes(`*/${subresource}`));
}
