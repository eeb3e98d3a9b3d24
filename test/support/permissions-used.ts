import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PolicyRule } from '../../src/crds/generated/core.gen.ts';
import { allRenderedRoles } from '../../src/renderers/every-case.ts';
import { describeRequest, type AuditEvent } from '../../tools/cluster/audit-log.ts';
import { grantsOf } from '../../tools/rbac/grants.ts';
import { describeRule, unusedRules } from '../../tools/rbac/used.ts';

/** The roles that an installation by default has, by their files in the chart. */
export const usualRoles = ['minimal', 'crds', 'operator-namespace', 'secrets'];
/** Namespaces that Secrets are read in: by a Role in the first, by a binding of the operator's in the second. */
const secretNamespaces = new Set(['tigera-operator', 'calico-system']);

interface Listed {
  readonly rule: string;
  readonly reason: string;
}

/** What test/rbac/elsewhere.yaml explains. */
export function explainedRules(): readonly Listed[] {
  return parse(readFileSync('test/rbac/elsewhere.yaml', 'utf8')) as readonly Listed[];
}

/** The rules of roles of the chart, by their files. */
export function rulesOfRoles(files: readonly string[]): PolicyRule[] {
  return files.flatMap(
    (file) => parse(readFileSync(`charts/tigera-operator/rbac/${file}.yaml`, 'utf8')) as PolicyRule[],
  );
}

/** Rules of these roles that the requests did not need and that test/rbac/elsewhere.yaml does not explain. */
export function unexplainedRules(requests: readonly AuditEvent[], roles: readonly string[] = usualRoles): string[] {
  const granted = allRenderedRoles().flatMap(({ rules: held = [] }) => held.flatMap(grantsOf));
  const listed = explainedRules();
  const unused = unusedRules(rulesOfRoles(roles), requests, granted).map(describeRule);
  return unused.filter((rule) => !listed.some((each) => rule === each.rule));
}

/** Requests for Secrets outside the namespaces that they are granted in. */
export function strayingSecretRequests(requests: readonly AuditEvent[]): string[] {
  const ofSecrets = requests.filter(({ objectRef }) => objectRef?.resource === 'secrets');
  return ofSecrets.filter(({ objectRef }) => !secretNamespaces.has(objectRef?.namespace ?? '')).map(describeRequest);
}
