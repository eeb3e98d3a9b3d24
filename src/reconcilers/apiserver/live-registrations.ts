import type { KeyPair } from '../../renderers/input.ts';
import { CALICO_API, CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { keyPairAnnotation } from '../../renderers/shared/tls-mounts.ts';
import { registrationRef } from '../../renderers/webhooks/index.ts';
import { apiServiceRef } from '../../renderers/apiserver/index.ts';
import { hasStartedWith, requestAuthority } from '../certificates/consumers.ts';
import type { ReconcileContext } from '../context.ts';
import { servingDeployment } from './load-api-server.ts';

/** Whether the APIService of projectcalico.org/v3 points to calico-apiserver; Kubernetes makes another one for CRDs. */
export function isStale({ cluster }: ReconcileContext): boolean {
  return cluster.calicoApiServices.get(apiServiceRef.name)?.spec?.service?.name === CALICO_API;
}

/** Whether every pod that serves has started with this pair; none is left that had another. */
export function servesOnly(ctx: ReconcileContext, pair: KeyPair): boolean {
  const live = ctx.cluster.deployments.get(`${CALICO_SYSTEM}/${servingDeployment(ctx)}`);
  if (live === undefined) return true;
  return hasStartedWith(live, keyPairAnnotation(pair)) && requestAuthority(live) === pair.signer?.authorityPem;
}

/**
 * What the Kubernetes API server is told to trust now, while pods that it knows by that may still serve. Their successors
 * are trusted before they start, so that no call fails while certificates change.
 */
export function formerAnchors(ctx: ReconcileContext, pair: KeyPair): readonly string[] {
  return servesOnly(ctx, pair) ? [] : trustedNow(ctx);
}

function trustedNow({ cluster, settings }: ReconcileContext): string[] {
  const webhooks = cluster.webhookRegistrations.get(registrationRef.name)?.webhooks ?? [];
  const bundles =
    settings.calicoApi === 'projectcalico.org/v3'
      ? webhooks.map(({ clientConfig }) => clientConfig.caBundle)
      : [cluster.calicoApiServices.get(apiServiceRef.name)?.spec?.caBundle];
  const texts = bundles.flatMap((bundle) =>
    bundle === undefined ? [] : Buffer.from(bundle, 'base64').toString('utf8'),
  );
  return [...new Set(texts)];
}
