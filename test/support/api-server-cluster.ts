import type { APIServer } from '../../src/crds/apiserver.ts';
import type { Secret } from '../../src/crds/generated/core.gen.ts';
import type { Installation } from '../../src/crds/installation/spec.ts';
import type { KubeObject, ObjectMeta } from '../../src/k8s/object.ts';
import type { IssuedPair } from '../../src/reconcilers/certificates/issue.ts';
import type { Settings } from '../../src/reconcilers/context.ts';
import { withContent } from './cluster-objects.ts';
import { anInstallation } from './installations.ts';
import { aContext, type TestContext } from './reconcile-context.ts';
import { issuedAt, theAuthority } from './reconciler-certificates.ts';
import { aDeployment } from './workloads.ts';

/** A custom resource of the operator as it is in the cluster after this. */
export function anAddonResource(
  ctx: TestContext,
  kind: string,
  spec: object = {},
  metadata: Partial<ObjectMeta> = {},
): void {
  const object = {
    apiVersion: 'operator.tigera.io/v1',
    kind,
    metadata: { name: 'default', uid: `uid-${kind}`, ...metadata },
  };
  ctx.holds(withContent(object, { spec }));
}

/** The APIServer as it is in the cluster after this. */
export function anApiServer(ctx: TestContext, changes: Partial<APIServer> = {}): void {
  const { metadata, ...content } = changes;
  const base = { apiVersion: 'operator.tigera.io/v1', kind: 'APIServer', spec: {} } as const;
  ctx.holds({ ...base, ...content, metadata: { name: 'default', uid: 'uid-a', ...metadata } });
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A Secret of the operator's namespace with a pair. */
export function pairSecret(name: string, { certificatePem, keyPem }: IssuedPair): Secret {
  const metadata = { name, namespace: 'tigera-operator' };
  const data = { 'tls.crt': base64(certificatePem), 'tls.key': base64(keyPem) };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data };
}

const madeByCore: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'calico-system' } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'tigera-operator-secrets', namespace: 'calico-system' },
  },
  withContent({ apiVersion: 'projectcalico.org/v3', kind: 'Tier', metadata: { name: 'calico-system' } }, { spec: {} }),
];

/** The Installation once the core holds it. */
export function heldInstallation(ctx: TestContext, changes: Partial<Installation> = {}): Installation {
  const metadata = { name: 'default', finalizers: ['tigera.io/operator-cleanup'], ...changes.metadata };
  return anInstallation(ctx, { ...changes, metadata });
}

/** A cluster where the core has made what stands beside the Installation needs. */
export async function aCalicoCluster(settings: Partial<Settings> = {}): Promise<TestContext> {
  const ctx = aContext(settings);
  await ctx.clock.advance(issuedAt.getTime() - ctx.clock.wall().getTime());
  ctx.shown.secrets.watched = true;
  ctx.holds(...madeByCore, pairSecret('tigera-ca-private', await theAuthority()));
  heldInstallation(ctx);
  return ctx;
}

/** The same with an APIServer that asks for nothing special. */
export async function anApiServerCluster(settings: Partial<Settings> = {}): Promise<TestContext> {
  const ctx = await aCalicoCluster(settings);
  anApiServer(ctx);
  return ctx;
}

/** Shows that the webhooks are available, as the last pass made them. */
export function webhooksAnswer(ctx: TestContext): void {
  const live = ctx.api.live('Deployment', 'calico-system/calico-webhooks');
  const { status } = aDeployment('calico-webhooks', 2, { replicas: 2, observedGeneration: 9 });
  if (live !== undefined) ctx.holds(withContent(live, { status }));
}
