import type { Chance } from '../chance.ts';
import type { Scheduler } from '../scheduler.ts';
import type { ApiServer } from '../server/api-server.ts';
import { runDaemonSets } from './daemon-sets.ts';
import { runDeployments } from './deployments.ts';
import { GarbageCollector } from './garbage-collector.ts';
import { runNamespaces } from './namespaces.ts';
import { runKubelets, type KubeletTimes } from './kubelets.ts';
import { DirectAccess } from '../direct-access.ts';

/** Starts all that acts in a cluster beside operators and people. */
export function runControllers(
  server: ApiServer,
  { scheduler, chance, kubelets }: { scheduler: Scheduler; chance: Chance; kubelets?: KubeletTimes },
): DirectAccess {
  const cluster = new DirectAccess('kube-controller-manager', { server, scheduler, chance });
  runKubelets(cluster, kubelets);
  runDaemonSets(cluster);
  runDeployments(cluster);
  runNamespaces(cluster);
  GarbageCollector.start(cluster);
  return cluster;
}
