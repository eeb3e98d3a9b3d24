import type { Installation } from '../../crds/installation/spec.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { CALICO_NODE, CALICO_NODE_WINDOWS } from '../../renderers/shared/names.ts';
import { CNI_FINALIZER, coreTeardown } from '../../renderers/teardown.ts';
import { deleteAll } from '../apply/apply-rendered.ts';
import { lostARace } from '../apply/apply-object.ts';
import { removeFinalizer } from '../apply/finalizers.ts';
import { podsLeft } from '../cluster/pods-left.ts';
import { resourceTypeOf } from '../cluster/resource-types.ts';
import type { ReconcileContext } from '../context.ts';
import { isSwitchedOff, KUBE_PROXY } from '../kube-proxy/proxy-state.ts';
import { switchProxy } from '../kube-proxy/switch-proxy.ts';
import type { PassResult } from '../report.ts';

/** Held by the core until the components on the pod network are gone. */
export const installationFinalizer = 'operator.tigera.io/installation-controller';
/** Held by the core until the end. */
export const cleanupFinalizer = 'tigera.io/operator-cleanup';

const pollMs = 1_000;

/**
 * Takes an Installation apart. A path of its own: no spec is read, no image, secret or pool is needed, so deletion ends
 * whatever the state of the rest. Order: kube-proxy comes back, pods on the pod network, then calico-node, then the credentials of the CNI
 * plugin, which the kubelet needs until the last pod is down; garbage collection does the rest. Each pass finds out from
 * the cluster how far the last one came.
 */
export async function teardown(ctx: ReconcileContext, installation: Installation): Promise<PassResult> {
  for (const step of steps) {
    const waitsFor = await step(ctx, installation);
    if (waitsFor !== undefined) return { waits: [`Removing Calico: ${waitsFor}`], againAfterMs: pollMs };
  }
  return {};
}

/**
 * Finalizers of other parts of this operator. Those of the garbage collector and of strangers are not waited for: they
 * may wait for what we hold.
 */
function isOfAnotherComponent(finalizer: string): boolean {
  const isOurs = finalizer === cleanupFinalizer || finalizer === installationFinalizer;
  return !isOurs && finalizer.startsWith('operator.tigera.io/');
}

/** One step of the way down; returns what it waits for. */
type TeardownStep = (ctx: ReconcileContext, installation: Installation) => Promise<string | undefined>;

const steps: readonly TeardownStep[] = [
  async (ctx) => {
    await handBackKubeProxy(ctx);
    return undefined;
  },
  async (ctx) => {
    await deleteAll(ctx, coreTeardown.podNetworked);
    const left = await podsLeft(ctx, ['calico-kube-controllers', 'csi-node-driver']);
    return left === 0 ? undefined : `${left} pods of calico-kube-controllers and csi-node-driver are still there`;
  },
  async (ctx, installation) => {
    await removeFinalizer(ctx, liveInstallation(ctx, installation), installationFinalizer);
    const others = (liveInstallation(ctx, installation).metadata.finalizers ?? []).filter(isOfAnotherComponent);
    return others.length === 0 ? undefined : `other components still hold ${others.toSorted().join(', ')}`;
  },
  async (ctx) => {
    await deleteAll(ctx, coreTeardown.hostNetworked);
    const left = await podsLeft(ctx, [CALICO_NODE, CALICO_NODE_WINDOWS]);
    return left === 0 ? undefined : `${left} pods of calico-node are still there`;
  },
  async (ctx) => {
    for (const ref of coreTeardown.finalized) {
      const live = await ctx.client.get(resourceTypeOf(ref), ref);
      if (live !== undefined) await removeFinalizer(ctx, live, CNI_FINALIZER);
    }
    return undefined;
  },
  async (ctx, installation) => {
    await removeFinalizer(ctx, liveInstallation(ctx, installation), cleanupFinalizer);
    return undefined;
  },
];

/** Who balances Services without us. Whatever stands in the way of that must not stand in the way of the removal. */
async function handBackKubeProxy(ctx: ReconcileContext): Promise<void> {
  const proxy = ctx.cluster.kubeProxies.get(KUBE_PROXY);
  if (proxy === undefined || !isSwitchedOff(proxy)) return;
  try {
    await switchProxy(ctx, proxy, 'on');
  } catch (error) {
    if (lostARace(error)) throw error;
    ctx.log.warn({ error }, 'kube-proxy could not be switched on again');
  }
}

/** As last seen or written: an earlier step of the same pass may have changed it. */
function liveInstallation(ctx: ReconcileContext, installation: Installation): KubeObject {
  return ctx.cluster.installations.get(installation.metadata.name) ?? installation;
}
