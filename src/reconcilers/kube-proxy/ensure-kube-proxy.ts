import type { DaemonSet } from '../../crds/generated/core.gen.ts';
import type { Installation, SettledSpec } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { CALICO_NODE, CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { API_SERVICE } from '../cluster/api-addresses.ts';
import { loadEndpoint } from '../cluster/user-config.ts';
import type { ReconcileContext } from '../context.ts';
import { loadInstallation, requireInstallation } from '../installation/load.ts';
import { writtenSpec } from '../installation/settle-spec.ts';
import { awaitValidSpec } from '../installation/valid-spec.ts';
import type { PassResult } from '../report.ts';
import { planProxy, type ProxyPlan } from './plan-proxy.ts';
import { switchOffProblems } from './preconditions.ts';
import { isSwitchedOff, KUBE_PROXY, lacksToServe } from './proxy-state.ts';
import { switchProxy } from './switch-proxy.ts';

/** The Installation while it asks for kube-proxy to be managed, and then until it is handed back. */
export function loadManaged(ctx: ReconcileContext): Installation | undefined {
  const installation = loadInstallation(ctx);
  if (installation === undefined) return undefined;
  const asks = writtenSpec(ctx, installation).calicoNetwork?.kubeProxyManagement === 'Enabled';
  return asks || isSwitchedOff(ctx.cluster.kubeProxies.get(KUBE_PROXY)) ? installation : undefined;
}

/** Switches kube-proxy off while BPF does its work, and on again. Its removal with the Installation is not done here. */
export async function ensureKubeProxy(ctx: ReconcileContext): Promise<PassResult> {
  const installation = requireInstallation(ctx);
  if (installation.metadata.deletionTimestamp !== undefined) return { waits: ['it goes with the Installation'] };
  const spec = awaitValidSpec(ctx, installation);
  const proxy = ctx.cluster.kubeProxies.get(KUBE_PROXY);
  if (proxy === undefined) return { warnings: noProxy(spec) };
  return carryOut(ctx, proxy, planFor(ctx, spec, proxy));
}

function noProxy({ calicoNetwork }: SettledSpec): string[] {
  if (calicoNetwork.linuxDataplane !== 'BPF') return [];
  return [`CAL-302 there is no DaemonSet ${KUBE_PROXY}; a kube-proxy that runs in another way is not switched off`];
}

function planFor(ctx: ReconcileContext, spec: SettledSpec, proxy: DaemonSet): ProxyPlan {
  const { cluster, clock, settings } = ctx;
  const apiServiceIps = cluster.apiServices.get(API_SERVICE)?.clusterIps ?? [];
  const serviceIps = [...apiServiceIps, ...cluster.systemServices.list().flatMap(({ clusterIps }) => clusterIps)];
  const { operator } = settings;
  return planProxy({
    spec,
    proxy,
    felix: cluster.felixConfigurations.get('default'),
    node: cluster.daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`),
    lacks: lacksToServe(proxy, cluster.nodes.list()),
    problems: () =>
      switchOffProblems({ spec, operator, proxy, endpoint: loadEndpoint(ctx).host, apiServiceIps, serviceIps }),
    now: clock.wall().getTime(),
  });
}

async function carryOut(ctx: ReconcileContext, proxy: DaemonSet, plan: ProxyPlan): Promise<PassResult> {
  if (plan.do === 'nothing') return {};
  if (plan.do === 'refuse') throw refusal(plan.problems);
  if (plan.do === 'wait') {
    return { waits: [plan.for], ...(plan.againAfterMs !== undefined && { againAfterMs: plan.againAfterMs }) };
  }
  const goesOff = plan.do === 'switch off';
  const againAfterMs = await switchProxy(ctx, proxy, goesOff ? 'off' : 'on');
  const waits = goesOff ? [] : ['kube-proxy is coming back'];
  return againAfterMs === 0 ? { waits } : { waits, againAfterMs };
}

function refusal(problems: readonly string[]): Degraded {
  const text = ['kube-proxy cannot be switched off, and goes on running:', ...problems].join('\n');
  return new Degraded('ResourceValidationError', text, { retry: { afterSeconds: 300 } });
}
