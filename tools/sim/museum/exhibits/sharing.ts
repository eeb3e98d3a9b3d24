import type { Exhibit } from '../exhibit.ts';

/** Several writers of one object: controllers, other operators, users. */
export const sharingExhibits: readonly Exhibit[] = [
  {
    id: 'M3',
    says: 'finalizers are written without a lock: controllers erase each other’s',
    file: 'src/reconcilers/apply/finalizers.ts',
    replace: "{ op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },",
    by: '',
    foundBy: { sweep: 'T01', scenario: 'company', every: 20 },
    tells: /the Installation is still held/,
  },
  {
    id: 'M4',
    says: 'two controllers write one object for ever',
    file: 'src/reconcilers/tiers/ensure-tiers.ts',
    replace: '{ present: rendered.present, absent }',
    by: `{
    present: [
      ...rendered.present,
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'calico-system', labels: { 'example.com/tiers': '' } },
      },
    ],
    absent,
  }`,
    foundBy: { sweep: 'T01', scenario: 'install', every: 40 },
    tells: /I3 .*|I14 .*/,
  },
  {
    id: 'M9',
    says: 'what another controller adds to our objects is taken for a difference: both write for ever',
    file: 'src/reconcilers/apply/plan.ts',
    replace: 'const firstClaim = takeOver(',
    by: "if ('imagePullSecrets' in live) return { do: 'recreate', because: 'it differs' };\n  const firstClaim = takeOver(",
    foundBy: { sweep: 'T01', scenario: 'company', every: 20 },
    tells: /all is available/,
  },
  {
    id: 'M16',
    says: 'cleaning up after itself, the operator clears fields of FelixConfiguration that a user has set',
    file: 'src/reconcilers/felix/ensure-felix.ts',
    replace: "applyRendered(ctx, rendered, { extent: 'fields' })",
    by: "applyRendered(ctx, rendered, { extent: { within: { 'f:spec': { 'f:bpfLogLevel': {} } } } })",
    foundBy: { sweep: 'T01', scenario: 'company', every: 20 },
    tells: /I4 .*felixconfigurations/i,
  },
  {
    id: 'M19',
    says: 'a write made from a stale read drops a finalizer that somebody else has added',
    file: 'src/reconcilers/apply/finalizers.ts',
    replace: '[...present, ...missing]',
    by: '[...missing]',
    foundBy: { sweep: 'T01', scenario: 'company', every: 20 },
    tells: /the Installation is still held/,
  },
  {
    id: 'M20',
    says: 'two operators are active at a time',
    file: 'src/k8s/transport-layers.ts',
    replace: 'beforeWrite();\n    return { ...request, beforeSend: beforeWrite };',
    by: 'return request;',
    foundBy: { sweep: 'T08', scenario: 'edit', case: 'the leader is stopped, and goes on later after 1' },
    tells: /I3 .*/,
  },
];
