import type { Exhibit } from '../exhibit.ts';

/** Ways down, and ways from one home to another. */
export const removalExhibits: readonly Exhibit[] = [
  {
    id: 'M5',
    says: 'ServiceAccounts of calico-node go before the pods that need them: pods can neither start nor stop',
    file: 'src/renderers/node/rbac.ts',
    replace: 'finalizers: [CNI_FINALIZER]',
    by: 'finalizers: []',
    foundBy: { sweep: 'T18', scenario: 'teardown', case: 'Foreground' },
    tells: /I2 .*/,
  },
  {
    id: 'M6',
    says: 'removal hangs: the operator and the garbage collector wait for each other’s finalizers',
    file: 'src/reconcilers/installation/teardown.ts',
    replace: "!isOurs && finalizer.startsWith('operator.tigera.io/')",
    by: '!isOurs',
    foundBy: { sweep: 'T18', scenario: 'teardown', case: 'Foreground' },
    tells: /the Installation is gone/,
  },
  {
    id: 'M7',
    says: 'a move from manifests restarts calico-node on all nodes at once',
    file: 'src/reconcilers/manifests/node-moves.ts',
    replace: 'const room = Math.max(0, budget - Math.max(unserved, inFlight + ailing.length));',
    by: 'const room = pending.length + unserved;',
    foundBy: { test: 'test/sim/manifests.test.ts' },
    tells: /✕/,
  },
  {
    id: 'M23',
    says: 'an Installation that is not valid cannot be removed',
    file: 'src/controllers/installation.ts',
    replace: 'if (installation.metadata.deletionTimestamp !== undefined) return teardown(',
    by: 'settleSpec(ctx, installation);\n  if (installation.metadata.deletionTimestamp !== undefined) return teardown(',
    foundBy: { sweep: 'T18', scenario: 'teardown', case: 'refused' },
    tells: /the Installation is gone/,
  },
  {
    id: 'M25',
    says: 'somebody deletes the old DaemonSet amid a move, and the operator forgets the rest of the manifests',
    file: 'src/reconcilers/manifests/clean-up.ts',
    replace: 'if (labelled.length <= atOnce) await removeLeftovers(ctx, installation);',
    by: '',
    foundBy: { sweep: 'T22', scenario: 'manifests', case: 'somebody deletes the old DaemonSet' },
    tells: /the old Deployments are gone/,
  },
];
