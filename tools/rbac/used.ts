import type { PolicyRule } from '../../src/crds/generated/core.gen.ts';
import type { AuditEvent } from '../cluster/audit-log.ts';
import { covers, grantsOf, type Grant } from './grants.ts';

/** What a request needed; undefined where it was for no resource. */
export function grantUsedBy({ verb, objectRef }: AuditEvent): Grant | undefined {
  if (objectRef?.resource === undefined) return undefined;
  const { apiGroup: group = '', resource, subresource, name } = objectRef;
  return { group, resource: subresource === undefined ? resource : `${resource}/${subresource}`, verb, name };
}

/**
 * The rules that no request needed, without those that are held only to be granted to others: `granted` has the grants of
 * all roles that the operator makes (docs/adr/0009-permissions.md).
 */
export function unusedRules(
  rules: readonly PolicyRule[],
  requests: readonly AuditEvent[],
  granted: readonly Grant[],
): PolicyRule[] {
  const used = distinct(requests.flatMap((request) => grantUsedBy(request) ?? []));
  return rules.filter((rule) => {
    const grants = grantsOf(rule);
    const isUsed = grants.some((grant) => used.some((each) => covers(grant, each)));
    return !isUsed && !grants.every((grant) => granted.some((other) => covers(other, grant)));
  });
}

/** A rule in one line, by which a list can name it. */
export function describeRule({ apiGroups = [], resources = [], verbs, resourceNames = [] }: PolicyRule): string {
  const names = resourceNames.length === 0 ? '' : ` named ${resourceNames.join(', ')}`;
  return `${verbs.join(', ')} ${resources.join(', ')} of ${apiGroups.map((group) => group || 'core').join(', ')}${names}`;
}

function distinct(grants: readonly Grant[]): Grant[] {
  return [...new Map(grants.map((grant) => [JSON.stringify(grant), grant])).values()];
}
