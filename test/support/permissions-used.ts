import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PolicyRule } from '../../src/crds/generated/core.gen.ts';
import { allRenderedRoles } from '../../src/renderers/every-case.ts';
import { describeRequest, type AuditEvent } from '../../tools/cluster/audit-log.ts';
import { grantsOf } from '../../tools/rbac/grants.ts';
import { describeRule, unusedRules } from '../../tools/rbac/used.ts';

/** The roles that an installation by default has, by their files in the chart. */
const shipped = ['minimal', 'crds', 'operator-namespace', 'secrets'];
/** Namespaces that Secrets are read in: by a Role in the first, by a binding of the operator's in the second. */
const secretNamespaces = new Set(['tigera-operator', 'calico-system']);

interface Listed {
  readonly rule: string;
  readonly reason: string;
}

/** Rules of the chart that these requests did not need and that test/rbac/elsewhere.yaml does not explain. */
export function unexplainedRules(requests: readonly AuditEvent[]): string[] {
  const rules = shipped.flatMap(
    (file) => parse(readFileSync(`charts/tigera-operator/rbac/${file}.yaml`, 'utf8')) as PolicyRule[],
  );
  const granted = allRenderedRoles().flatMap(({ rules: held = [] }) => held.flatMap(grantsOf));
  const listed = parse(readFileSync('test/rbac/elsewhere.yaml', 'utf8')) as readonly Listed[];
  const unused = unusedRules(rules, requests, granted).map(describeRule);
  return unused.filter((rule) => !listed.some((each) => rule === each.rule));
}

/** Requests for Secrets outside the namespaces that they are granted in. */
export function strayingSecretRequests(requests: readonly AuditEvent[]): string[] {
  const ofSecrets = requests.filter(({ objectRef }) => objectRef?.resource === 'secrets');
  return ofSecrets.filter(({ objectRef }) => !secretNamespaces.has(objectRef?.namespace ?? '')).map(describeRequest);
}
