import type { Exhibit } from '../exhibit.ts';

/** Controllers that stop, wait for each other, or tell what is not so. */
export const statusExhibits: readonly Exhibit[] = [
  {
    id: 'M13',
    says: 'an object without status stops a controller for ever',
    file: 'src/reconcilers/status/publish-tigera-status.ts',
    replace: '?.status?.conditions ?? []',
    by: '!.status!.conditions',
    foundBy: { sweep: 'T01', scenario: 'install', every: 20 },
    tells: /all is available/,
  },
  {
    id: 'M14',
    says: 'two controllers wait for each other',
    file: 'src/reconcilers/ippools/ensure-pools.ts',
    replace: 'const spec = validSpec(ctx, installation);',
    by: `if (ctx.cluster.daemonSets.get('calico-system/calico-node') === undefined)
    throw new Degraded('ResourceNotReady', 'calico-node does not run yet', { retry: 'on-watch' });
  const spec = validSpec(ctx, installation);`,
    foundBy: { sweep: 'T01', scenario: 'install', every: 40 },
    tells: /all is available/,
  },
  {
    id: 'M15',
    says: 'a watch drops the change that a controller needs, which then acts minutes later or never',
    file: 'src/controllers/installation.ts',
    replace: "'namespaces', 'daemonSets', 'deployments'),",
    by: "'namespaces'),",
    foundBy: { sweep: 'T10', scenario: 'install', case: 'calico-node is deleted' },
    tells: /DaemonSet/,
  },
  {
    id: 'M21',
    says: 'Degraded stays when its cause has gone',
    file: 'src/reconcilers/status/publish-tigera-status.ts',
    replace: 'if (!sameConditions(before, after)) {',
    by: `const isStuck = before.some(({ type, status }) => type === 'Degraded' && status === 'True');
  if (!isStuck && !sameConditions(before, after)) {`,
    foundBy: { sweep: 'T02', scenario: 'install', case: '403 for apply' },
    tells: /all is available/,
  },
  {
    id: 'M22',
    says: 'all is Available while a workload is missing',
    file: 'src/reconcilers/status/fold-conditions.ts',
    replace: 'return workloads.every(',
    by: 'return workloads.some(',
    foundBy: { sweep: 'T01', scenario: 'install', every: 10 },
    tells: /I9 .*/,
  },
];
