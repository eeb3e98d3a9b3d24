import type { Exhibit } from '../exhibit.ts';

/** What the API server serves, and what it lets the operator do. */
export const apiExhibits: readonly Exhibit[] = [
  {
    id: 'M8',
    says: 'requests for Calico’s API go to a server that has no pod ready yet',
    file: 'src/reconcilers/apiserver/api-service.ts',
    replace: "return verdict === 'healthy' ? undefined : 'requests would fail",
    by: "return verdict !== undefined ? undefined : 'requests would fail",
    foundBy: { sweep: 'aggregated', scenario: 'aggregated', every: 40 },
    tells: /I13 .*/,
  },
  {
    id: 'M10',
    says: 'a CRD that an upgrade brings is missing, because only those that are there are looked at',
    file: 'src/reconcilers/crds/judge.ts',
    replace: "if (live === undefined) return 'missing';",
    by: "if (live === undefined) return 'current';",
    foundBy: { sweep: 'T01', scenario: 'crds', every: 20 },
    tells: /the CRDs are there/,
  },
  {
    id: 'M17',
    says: 'a permission is missing, and nobody notices before a user does',
    file: 'config/rbac/cluster-role.yaml',
    replace: 'verbs: [get, create, patch]\n    resourceNames: [calico-typha]',
    by: 'verbs: [get, create]\n    resourceNames: [calico-typha]',
    foundBy: { sweep: 'T01', scenario: 'install', every: 40 },
    tells: /all is available|I6 .*/,
  },
];
