import { isIP } from 'node:net';
import type { Secret } from '../../crds/generated/core.gen.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { ObjectMeta } from '../../k8s/object.ts';
import type { CoreInput, Endpoint, PullSecret } from '../../renderers/input.ts';
import { BGP_LAYOUT, BIRD_TEMPLATES } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';

/** What users put into the operator's namespace beside the Installation. */

/** Name of the ConfigMap with addresses of the Kubernetes API that work without kube-proxy. */
export const ENDPOINT_CONFIG = 'kubernetes-services-endpoint';

/** The pull secrets that the spec names. Throws `Degraded` naming all that are missing. */
export function requirePullSecrets(ctx: ReconcileContext, { imagePullSecrets = [] }: SettledSpec): PullSecret[] {
  const { namespace } = ctx.settings.operator;
  const names = [...new Set(imagePullSecrets.map(({ name = '' }) => name))];
  const missing = names.filter((name) => ctx.cluster.operatorSecrets.get(`${namespace}/${name}`) === undefined);
  if (missing.length > 0) {
    const paths = missing.map((name) => `spec.imagePullSecrets: Secret ${namespace}/${name} does not exist`);
    const text = `${paths.join('\n')}\nCreate it in namespace ${namespace}, or take it off the list`;
    throw new Degraded('ResourceReadError', text, { retry: { afterSeconds: 300 } });
  }
  return names.flatMap((name) => loadSecret(ctx, name) ?? []);
}

/** A Secret of the operator's namespace, to be copied. */
export function loadSecret(ctx: ReconcileContext, name: string): PullSecret | undefined {
  const secret = ctx.cluster.operatorSecrets.get(`${ctx.settings.operator.namespace}/${name}`);
  return secret && { name, type: secret.type ?? 'Opaque', data: secret.data ?? {} };
}

const pullSecretTypes = new Set(['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg']);

/** Copies of pull secrets in calico-system that the spec no longer names; none before the Secrets there are watched. */
export function formerPullSecrets(ctx: ReconcileContext, { imagePullSecrets = [] }: SettledSpec): string[] {
  if (!ctx.cluster.secrets.watched) return [];
  const wanted = new Set(imagePullSecrets.map(({ name }) => name));
  return (ctx.cluster.secrets.watch().list() as readonly Secret[])
    .filter(({ type = '', metadata }) => pullSecretTypes.has(type) && isOurs(metadata) && !wanted.has(metadata.name))
    .map(({ metadata }) => metadata.name)
    .toSorted();
}

function isOurs({ ownerReferences = [] }: ObjectMeta): boolean {
  return ownerReferences.some(({ kind, controller }) => kind === 'Installation' && controller === true);
}

/** BIRD templates and the early-network layout. Throws `Degraded` for a layout without its key. */
export function loadNodeFiles(ctx: ReconcileContext): Pick<CoreInput, 'birdTemplates' | 'bgpLayout'> {
  const birdTemplates = dataOf(ctx, BIRD_TEMPLATES);
  const bgpLayout = dataOf(ctx, BGP_LAYOUT);
  if (bgpLayout !== undefined && bgpLayout['earlyNetworkConfiguration'] === undefined) {
    const { namespace } = ctx.settings.operator;
    const text = `ConfigMap ${namespace}/${BGP_LAYOUT} lacks the key earlyNetworkConfiguration; add it, or delete the ConfigMap`;
    throw new Degraded('ResourceValidationError', text, { retry: { afterSeconds: 300 } });
  }
  return { ...(birdTemplates && { birdTemplates }), ...(bgpLayout && { bgpLayout }) };
}

/**
 * The address of the Kubernetes API for pods: from ConfigMap `kubernetes-services-endpoint` where it is complete, else
 * the operator's own. Computed anew in each pass, so that removing the ConfigMap has an effect.
 */
export function loadEndpoint(ctx: ReconcileContext): CoreInput['endpoint'] {
  const data = dataOf(ctx, ENDPOINT_CONFIG) ?? {};
  const host = endpoint(data['KUBERNETES_SERVICE_HOST'], data['KUBERNETES_SERVICE_PORT']) ?? ctx.settings.endpoint;
  const podNetwork = endpoint(data['KUBERNETES_SERVICE_HOST_POD_NETWORK'], data['KUBERNETES_SERVICE_PORT_POD_NETWORK']);
  return { ...(host && { host }), ...(podNetwork && { podNetwork }) };
}

/** Keys of that ConfigMap that must have a value before programs outside of the pod network can do without kube-proxy. */
export function missingEndpointKeys(ctx: ReconcileContext): string[] {
  const data = dataOf(ctx, ENDPOINT_CONFIG) ?? {};
  return ['KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'].filter((key) => (data[key] ?? '') === '');
}

/** What decides how calico-node resolves names, beside the operator's Deployment. */
export interface NodeDnsFacts {
  readonly endpoint: CoreInput['endpoint'];
  /** calico-node runs as the Go operator made it. */
  readonly formerNodePods: boolean;
}

/**
 * calico-node resolves names as its host does: it runs before there is a pod network, and so before cluster DNS. A
 * `dnsConfig` of the operator's Deployment is made for such a cluster and holds for calico-node too. Pods of the Go
 * operator inherited the policy as well; they keep it unless they find the API server by name, where it is a deadlock.
 */
export function loadNodeDns(ctx: ReconcileContext, facts: NodeDnsFacts): CoreInput['nodeDns'] {
  const { namespace, name } = ctx.settings.operator;
  const deployment = ctx.cluster.operatorDeployments.get(`${namespace}/${name}`);
  if (deployment === undefined) return { policy: 'Default' };
  const { dnsPolicy: policy = 'ClusterFirstWithHostNet', dnsConfig } = deployment.spec?.template.spec ?? {};
  if (dnsConfig !== undefined) return { policy, config: dnsConfig };
  return { policy: facts.formerNodePods && !isByName(facts.endpoint) ? policy : 'Default' };
}

function isByName({ host }: CoreInput['endpoint']): boolean {
  return host !== undefined && isIP(host.host) === 0;
}

function dataOf(ctx: ReconcileContext, name: string): Readonly<Record<string, string>> | undefined {
  return ctx.cluster.operatorConfigMaps.get(`${ctx.settings.operator.namespace}/${name}`)?.data;
}

function endpoint(host: string | undefined, port: string | undefined): Endpoint | undefined {
  return host === undefined || host === '' || port === undefined || port === '' ? undefined : { host, port };
}
