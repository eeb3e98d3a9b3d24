import type { SettledSpec } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { ENDPOINT_CONFIG, missingEndpointKeys } from '../cluster/user-config.ts';
import type { ReconcileContext } from '../context.ts';

/**
 * Makes sure that users have set what Windows nodes need and nobody else can know or decide. Throws
 * `Degraded('ResourceReadError')` that asks for all of it at once, with the commands that set it.
 */
export function requirePrerequisites(ctx: ReconcileContext, spec: SettledSpec): void {
  const wanted = [...endpointWanted(ctx), ...strictAffinityWanted(ctx, spec)];
  if (wanted.length === 0) return;
  const text = ['Windows nodes need settings that the operator does not make by itself:', ...wanted].join('\n');
  throw new Degraded('ResourceReadError', text, { retry: { afterSeconds: 300 } });
}

/** The network of a Windows node is set up before kube-proxy can run there, so the address of a Service does not work. */
function endpointWanted(ctx: ReconcileContext): string[] {
  const missing = missingEndpointKeys(ctx);
  if (missing.length === 0) return [];
  const { namespace } = ctx.settings.operator;
  const literals = 'KUBERNETES_SERVICE_HOST=<host> --from-literal=KUBERNETES_SERVICE_PORT=<port>';
  const command = `kubectl create configmap -n ${namespace} ${ENDPOINT_CONFIG} --from-literal=${literals}`;
  return [
    `ConfigMap ${namespace}/${ENDPOINT_CONFIG} must have ${missing.join(' and ')}, an address of the API server that nodes reach without kube-proxy: ${command} --dry-run=client -o yaml | kubectl apply -f -`,
  ];
}

/** A Windows node has no routes to single addresses that it borrows from the block of another node. */
function strictAffinityWanted({ cluster }: ReconcileContext, { cni }: SettledSpec): string[] {
  const isStrict = cluster.ipamConfigurations.get('default')?.spec.strictAffinity === true;
  if (isStrict || cni.ipam.type !== 'Calico') return [];
  const metadata = { name: 'default' };
  const wanted = {
    apiVersion: 'projectcalico.org/v3',
    kind: 'IPAMConfiguration',
    metadata,
    spec: { strictAffinity: true },
  };
  return [
    `IPAMConfiguration default must have spec.strictAffinity true, so that nodes use addresses of their own blocks only: echo '${JSON.stringify(wanted)}' | kubectl apply --server-side --force-conflicts -f -`,
  ];
}
