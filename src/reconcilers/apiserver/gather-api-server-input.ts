import type { APIServer } from '../../crds/apiserver.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import { apiServerComponents } from '../../renderers/catalog.ts';
import type { ApiServerInput } from '../../renderers/input.ts';
import { imageReferences, type ImageName } from '../../renderers/shared/images.ts';
import { APISERVER_CERTS, CALICO_API, CALICO_WEBHOOKS, WEBHOOKS_TLS } from '../../renderers/shared/names.ts';
import { serviceNames } from '../addons/addon.ts';
import { ownerOf } from '../addons/foundation.ts';
import { loadPodTraces } from '../addons/pod-traces.ts';
import { ensureServing, type ServingLeaf, type ServingPairs } from '../certificates/ensure-serving.ts';
import type { Refusals } from '../certificates/refusals.ts';
import { isTierReady } from '../cluster/calico-api-server.ts';
import { loadEndpoint, requirePullSecrets } from '../cluster/user-config.ts';
import type { ReconcileContext } from '../context.ts';
import { chooseImageSet } from '../installation/image-set.ts';
import { isFormerNamespaceUnused } from './api-service.ts';
import { formerAnchors, isStale, servesOnly } from './live-registrations.ts';

/** What the facts are gathered for. */
export interface ApiServerCase {
  readonly apiServer: APIServer;
  /** The Installation's spec in effect. */
  readonly spec: SettledSpec;
  readonly refusals: Refusals;
}

/** What an APIServer is rendered from, and what there is to say about its certificates. */
export interface GatheredApiServer extends Pick<ServingPairs, 'remarks'> {
  readonly input: ApiServerInput;
}

/** Throws `Degraded` for what is not there yet, or cannot be used. */
export async function gatherApiServerInput(ctx: ReconcileContext, asked: ApiServerCase): Promise<GatheredApiServer> {
  const { apiServer, spec, refusals } = asked;
  requirePullSecrets(ctx, spec);
  const { digests } = chooseImageSet(ctx.cluster.imageSets.list(), neededImages(ctx));
  const owner = ownerOf(apiServer);
  const { certs, serving, remarks } = await ensurePairs(ctx, { spec, owner, refusals });
  const { operator, calicoApi } = ctx.settings;
  const images = imageReferences(spec, digests);
  const livePods = loadPodTraces(ctx, CALICO_WEBHOOKS, [images.webhooks]);
  const input: ApiServerInput = {
    spec,
    apiServer: apiServer.spec ?? {},
    owner,
    operator,
    calicoApi,
    images,
    ...(livePods && { livePods }),
    certs,
    formerAnchors: formerAnchors(ctx, serving),
    endpoint: loadEndpoint(ctx),
    tierReady: isTierReady(ctx),
    ...(isV3(ctx) && isStale(ctx) && { staleApiService: true }),
    ...(isFormerNamespaceUnused(ctx) && { formerNamespaceUnused: true }),
    ...(ctx.settings.withoutAdmissionPolicies === true && { withoutAdmissionPolicies: true }),
  };
  return { input, remarks };
}

function isV3({ settings }: ReconcileContext): boolean {
  return settings.calicoApi === 'projectcalico.org/v3';
}

/** An ImageSet need not name what does not run. */
function neededImages(ctx: ReconcileContext): readonly ImageName[] {
  const component = isV3(ctx) ? 'webhooks' : 'apiserver';
  return apiServerComponents.filter(({ name }) => name === component).flatMap(({ images }) => images);
}

type Pairs = Pick<ApiServerInput, 'certs'> &
  Pick<ServingPairs, 'remarks'> & { serving: ApiServerInput['certs']['webhooks'] };

/** Where CRDs serve, calico-apiserver keeps a pair all the same, for the day on which it is needed. */
async function ensurePairs(ctx: ReconcileContext, input: Parameters<typeof ensureServing>[1]): Promise<Pairs> {
  const apiServerLeaf = servingLeaf(ctx, APISERVER_CERTS, CALICO_API);
  const leaves = [
    isV3(ctx) ? { ...apiServerLeaf, idle: true as const } : apiServerLeaf,
    servingLeaf(ctx, WEBHOOKS_TLS, CALICO_WEBHOOKS),
  ];
  const { pairs, unused, remarks } = await ensureServing(ctx, input, leaves);
  const [apiServer, webhooks] = pairs as [ApiServerInput['certs']['apiServer'], ApiServerInput['certs']['webhooks']];
  const serving = isV3(ctx) ? webhooks : apiServer;
  const certs = { apiServer, webhooks, ...(servesOnly(ctx, serving) && unused.length > 0 && { unused }) };
  return { certs, serving, remarks };
}

function servingLeaf(ctx: ReconcileContext, secret: string, service: string): ServingLeaf {
  const [commonName, ...otherNames] = serviceNames(ctx, service);
  return { secret, commonName, otherNames, calledBy: `${service}.calico-system.svc` };
}
