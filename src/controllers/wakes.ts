import type { ReconcileContext } from '../reconcilers/context.ts';
import { watches, type Source } from '../runtime/define-controller.ts';

/** Each of our controllers looks at the whole cluster in each pass, so it has one work item. */
export const wholeCluster = 'cluster';

type Cluster = ReconcileContext['cluster'];
type InformerName = {
  [Name in keyof Cluster]-?: Cluster[Name] extends NonNullable<Source['informer']> ? Name : never;
}[keyof Cluster];

/** Any change to what these informers keep wakes the controller. Projections already drop what does not matter. */
export function anyChange(cluster: Cluster, ...names: readonly InformerName[]): Source[] {
  return names.map((name) => watches<unknown>(cluster[name], () => [wholeCluster]));
}

/** The same without waiting for these watches to begin: the controller works without them, too. */
export function hints(cluster: Cluster, ...names: readonly InformerName[]): Source[] {
  return anyChange(cluster, ...names).map((source) => ({ subscribe: (enqueue) => source.subscribe(enqueue) }));
}

/** A watch begins to fail, or works again: there may be nobody behind it. */
export function anyTurn(informer: NonNullable<Source['informer']>): Source {
  let failed = false;
  return {
    subscribe: (enqueue) =>
      informer.onState(({ phase }) => {
        if (phase !== 'waiting' && phase !== 'watching') return;
        const fails = phase === 'waiting';
        if (fails !== failed) enqueue(wholeCluster);
        failed = fails;
      }),
  };
}

/** What is watched on some platforms only. */
type PlatformInformerName = 'openShiftNetworks' | 'openShiftInfrastructures' | 'openShiftDnsServices';

/** The same for kinds that only some platforms serve. */
export function anyPlatformChange(cluster: Cluster, ...names: readonly PlatformInformerName[]): Source[] {
  return names.flatMap((name) => {
    const informer = cluster[name];
    return informer === undefined ? [] : [watches<unknown>(informer, () => [wholeCluster])];
  });
}

/** What everything looks at that has a custom resource of its own beside the Installation. */
export function besideInstallation(cluster: Cluster): Source[] {
  return [
    ...anyChange(cluster, 'installations', 'tigeraStatuses', 'imageSets', 'namespaces', 'deployments', 'services'),
    ...anyChange(cluster, 'serviceAccounts', 'roles', 'roleBindings', 'clusterRoles', 'clusterRoleBindings'),
    ...anyChange(cluster, 'operatorSecrets', 'operatorConfigMaps', 'configMaps', 'tiers', 'policies'),
    ...anyChange(cluster, 'signingRequests', 'ipPools', 'nodes', 'systemDaemonSets', 'systemConfigMaps'),
    ...anyChange(cluster, 'systemServices', 'calicoApiServices'),
    anyTurn(cluster.tiers),
    ...anyPlatformChange(cluster, 'openShiftNetworks'),
    secretsOfCalicoSystem(cluster),
    migrationChanges(cluster),
    formerInstallChanges(cluster),
  ];
}

/** Changes to the Secrets of calico-system, which are watched only after the first objects are there. */
export function secretsOfCalicoSystem(cluster: Cluster): Source {
  return { subscribe: (enqueue) => cluster.secrets.subscribe(() => enqueue(wholeCluster)) };
}

/** Changes to migrations of Calico's data. Nobody writes it before it is known whether there can be one. */
export function migrationChanges({ migrations }: Cluster): Source {
  return {
    informer: migrations.definition,
    subscribe: (enqueue) => migrations.subscribe(() => enqueue(wholeCluster)),
  };
}

/** Changes to an installation from manifests, while there is one. */
export function formerInstallChanges({ formerInstall }: Cluster): Source {
  return { subscribe: (enqueue) => formerInstall.subscribe(() => enqueue(wholeCluster)) };
}

/** News about the CRDs, which stand in the status of the Installation. */
export function crdFindings({ crds }: Pick<ReconcileContext, 'crds'>): Source[] {
  if (crds === undefined) return [];
  return [{ subscribe: (enqueue) => crds.findings.subscribe(() => enqueue(wholeCluster)) }];
}

/** Changes to admission policies and their bindings, where the operator brings them. */
export function admissionPolicyChanges({ admissionPolicies }: Cluster): Source[] {
  return admissionPolicies.map((informer) => watches(informer, () => [wholeCluster]));
}
