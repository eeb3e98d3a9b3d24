import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { ClusterRole, PolicyRule, Role } from '../../../src/crds/generated/core.gen.ts';
import { allRenderedRoles } from '../../../src/renderers/every-case.ts';
import { rbacFiles } from '../../../tools/rbac.ts';
import { grantsOf, withoutCovered } from '../../../tools/rbac/grants.ts';

const rulesOf = (file: string): PolicyRule[] => {
  const documents = parseAllDocuments(rbacFiles().get(`config/rbac/${file}`) ?? '');
  return documents.flatMap((document) => (document.toJS() as Partial<ClusterRole | Role>).rules ?? []);
};

const everywhere = rulesOf('cluster-role.yaml');
const all = ['cluster-role.yaml', 'cluster-role-secrets.yaml', 'role.yaml'].flatMap(rulesOf);
const withWord = (word: string) => all.filter((rule) => JSON.stringify(rule).includes(`"${word}"`));

describe('the permissions of the operator', () => {
  it.each(['*', 'escalate', 'impersonate', 'pods/exec', 'nodes/proxy', 'cluster-admin'])(
    'do not mention %s',
    (word) => {
      expect(withWord(word)).toEqual([]);
    },
  );

  it.each(['bind', 'serviceaccounts/token'])('limit %s to names', (word) => {
    expect(withWord(word)).not.toEqual([]);
    expect(withWord(word).filter(({ resourceNames }) => resourceNames === undefined)).toEqual([]);
  });

  it('reach Secrets in named namespaces only', () => {
    expect(everywhere.filter(({ resources = [] }) => resources.includes('secrets'))).toEqual([]);
  });

  it('hold all that the operator grants to others', () => {
    const granted = allRenderedRoles().flatMap(({ rules = [] }) => rules.flatMap(grantsOf));
    expect(withoutCovered(granted, everywhere.flatMap(grantsOf))).toEqual([]);
  });

  it.each(['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings', 'namespaces', 'daemonsets'])(
    'write %s of known names only',
    (resource) => {
      const writes = everywhere.flatMap(grantsOf).filter((grant) => /create|patch|delete|update/.test(grant.verb));
      const unnamed = writes.filter((grant) => grant.resource === resource && grant.name === undefined);
      expect(unnamed).toEqual([]);
    },
  );

  it('bind the cluster admin on Docker Enterprise only', () => {
    const bind = { group: 'rbac.authorization.k8s.io', resource: 'clusterroles', verb: 'bind', name: 'cluster-admin' };
    expect(rulesOf('docker-enterprise/cluster-role.yaml').flatMap(grantsOf)).toContainEqual(bind);
  });
});
