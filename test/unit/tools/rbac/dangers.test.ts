import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { PolicyRule } from '../../../../src/crds/generated/core.gen.ts';

const folder = 'charts/tigera-operator/rbac';
const writes = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);
const admission = /^(mutating|validating)(webhookconfigurations|admissionpolic\w+)$/;

interface Exception {
  readonly file: string;
  readonly danger: string;
}

/** Ways to the whole cluster, by name: whether a rule is one. */
const dangers: Readonly<Record<string, (rule: PolicyRule) => boolean>> = {
  '*': (rule) => JSON.stringify(rule).includes('"*"'),
  escalate: ({ verbs }) => verbs.includes('escalate'),
  impersonate: ({ verbs }) => verbs.includes('impersonate'),
  'pods/exec': ({ resources = [] }) => resources.some((each) => /^pods\/(exec|attach|portforward)$/.test(each)),
  'nodes/proxy': ({ resources = [] }) => resources.includes('nodes/proxy'),
  'CSR approval': ({ resources = [], verbs }) =>
    resources.some((each) => /^certificatesigningrequests\/(approval|status)$/.test(each)) ||
    verbs.some((verb) => verb === 'approve' || verb === 'sign'),
  'cluster-admin': ({ resourceNames = [] }) => resourceNames.includes('cluster-admin'),
  'unnamed bind': (rule) => isUnnamed(rule) && rule.verbs.includes('bind'),
  'unnamed tokens': (rule) => isUnnamed(rule) && (rule.resources ?? []).includes('serviceaccounts/token'),
  'unnamed webhooks and policies': (rule) =>
    isUnnamed(rule) && (rule.resources ?? []).some((each) => admission.test(each)) && isWritten(rule),
  'unnamed secrets': (rule) => isUnnamed(rule) && (rule.resources ?? []).includes('secrets'),
};

function isUnnamed({ resourceNames = [] }: PolicyRule): boolean {
  return resourceNames.length === 0;
}

function isWritten({ verbs }: PolicyRule): boolean {
  return verbs.some((verb) => writes.has(verb));
}

function dangersIn(file: string): string[] {
  const rules = (parse(readFileSync(`${folder}/${file}`, 'utf8')) as readonly unknown[]).filter(
    (each): each is PolicyRule => typeof each === 'object',
  );
  return Object.entries(dangers).flatMap(([danger, holds]) => (rules.some(holds) ? [danger] : []));
}

const exceptions = parse(readFileSync('test/rbac/exceptions.yaml', 'utf8')) as readonly Exception[];

describe('the roles that the chart ships', () => {
  it.each(readdirSync(folder))('%s holds no dangerous permission but those that somebody answers for', (file) => {
    const allowed = exceptions.filter((each) => each.file === file).map(({ danger }) => danger);
    expect(dangersIn(file).toSorted()).toEqual(allowed.toSorted());
  });

  it.each(exceptions)('have a reason and an owner for $danger in $file', (exception) => {
    expect(exception).toMatchObject({ owner: expect.stringMatching(/\w/), reason: expect.stringMatching(/\w/) });
  });
});
