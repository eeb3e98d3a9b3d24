import { validateApiServer } from '../../crds/validate-apiserver.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { renderApiServer } from '../../renderers/catalog.ts';
import type { ApiServerInput } from '../../renderers/input.ts';
import { CALICO_SYSTEM, CALICO_WEBHOOKS } from '../../renderers/shared/names.ts';
import { registrationRef, webhooksPolicyRef } from '../../renderers/webhooks/index.ts';
import { awaitedTier, ensureFoundation, isGoing, requireNoProblems } from '../addons/foundation.ts';
import { applyRendered } from '../apply/apply-rendered.ts';
import { withRemarks } from '../certificates/remarks.ts';
import type { Refusals } from '../certificates/refusals.ts';
import { prepareSecrets } from '../certificates/supplied.ts';
import { tellRequests } from '../certificates/tell-requests.ts';
import type { ReconcileContext } from '../context.ts';
import { datastoreLock } from '../migration/datastore-lock.ts';
import { mergeResults } from '../merge-results.ts';
import type { PassResult } from '../report.ts';
import { awaitedCalicoApi } from '../cluster/calico-api-server.ts';
import { isApiService, notYetServing, silenceOf } from './api-service.ts';
import { deploymentHealth } from '../status/workload-health.ts';
import { gatherApiServerInput } from './gather-api-server-input.ts';
import { apiServerFinalizer, apiServerWorkloads, loadApiServer, requireOnlyOne } from './load-api-server.ts';
import { removeApiServer } from './remove-api-server.ts';

/** Makes what the APIServer asks for, or takes it down when it, or the Installation under it, goes. */
export async function ensureApiServer(ctx: ReconcileContext, refusals: Refusals): Promise<PassResult> {
  const lock = ctx.settings.calicoApi === 'projectcalico.org/v3' ? undefined : datastoreLock(ctx);
  // The migration has taken the registration of the API server away, and puts it back if it is given up.
  if (lock !== undefined) return { waits: [`The API server stays as it is: ${lock}`] };
  const apiServer = loadApiServer(ctx);
  if (apiServer === undefined || isGoing(ctx, apiServer)) return removeApiServer(ctx);
  requireOnlyOne(ctx);
  requireNoProblems('APIServer', validateApiServer(apiServer.spec ?? {}));
  const spec = await ensureFoundation(ctx, 'APIServer', apiServerFinalizer);
  const { input, remarks } = await gatherApiServerInput(ctx, { apiServer, spec, refusals });
  const applied = await applyRendered(ctx, renderApiServer(input), {
    hold: (object) => heldBack(ctx, input, object),
    beforeWave: (wave) => prepareSecrets(ctx, wave),
  });
  tellRequests(ctx, remarks, spec, apiServerWorkloads(ctx));
  const problem = silenceOf(ctx);
  // Whatever keeps the API from answering is told by the health of who should.
  const waits = awaitedCalicoApi(ctx) === undefined ? awaitedTier(ctx) : [];
  return withRemarks(mergeResults(applied, { waits, ...(problem && { problem }) }), remarks);
}

/** Why an object that the Kubernetes API server acts on is not sent yet. */
function heldBack(ctx: ReconcileContext, input: ApiServerInput, object: KubeObject): string | undefined {
  if (isRegistration(object)) return notYet(ctx, input);
  return isApiService(object) ? notYetServing(ctx) : undefined;
}

function isRegistration({ kind, metadata }: KubeObject): boolean {
  return kind === registrationRef.kind && metadata.name === registrationRef.name;
}

/** Why the webhooks are not registered yet. Once they are, they stay: who takes them down must not get around them. */
function notYet({ cluster }: ReconcileContext, { tierReady }: ApiServerInput): string | undefined {
  if (cluster.webhookRegistrations.get(registrationRef.name) !== undefined) return undefined;
  const live = cluster.deployments.get(`${CALICO_SYSTEM}/${CALICO_WEBHOOKS}`);
  const { verdict } = deploymentHealth({ kind: 'Deployment', name: CALICO_WEBHOOKS, needs: 'one' }, live);
  if (verdict !== 'healthy') return 'policies could not be written before a webhook answers';
  const isOnHost = live?.spec?.template.spec?.hostNetwork === true;
  const isLetIn = isOnHost || cluster.policies.get(`${CALICO_SYSTEM}/${webhooksPolicyRef.name}`) !== undefined;
  return isLetIn && tierReady ? undefined : 'the policy that lets calls through to the webhooks comes first';
}
