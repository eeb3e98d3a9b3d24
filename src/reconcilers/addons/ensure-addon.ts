import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { AddonCertificates, AddonInput } from '../../renderers/input.ts';
import { imageReferences } from '../../renderers/shared/images.ts';
import { CALICO_SYSTEM } from '../../renderers/shared/names.ts';
import { applyRendered } from '../apply/apply-rendered.ts';
import { ensureAddonCertificates } from '../certificates/ensure-addon-certificates.ts';
import type { Refusals } from '../certificates/refusals.ts';
import { withRemarks } from '../certificates/remarks.ts';
import { prepareSecrets } from '../certificates/supplied.ts';
import { tellRequests } from '../certificates/tell-requests.ts';
import { isTierReady } from '../cluster/calico-api-server.ts';
import { requirePullSecrets } from '../cluster/user-config.ts';
import type { ReconcileContext } from '../context.ts';
import { chooseImageSet } from '../installation/image-set.ts';
import { mergeResults } from '../merge-results.ts';
import type { PassResult } from '../report.ts';
import { deploymentHealth, type WorkloadHealth } from '../status/workload-health.ts';
import type { Addon, AddonResource } from './addon.ts';
import { awaitedTier, ensureFoundation, isGoing, ownerOf, requireNoProblems } from './foundation.ts';
import { loadPodTraces } from './pod-traces.ts';
import { removeWorkloads } from './remove-workloads.ts';

/** Makes what an add-on asks for, or takes it down when its custom resource, or the Installation under it, goes. */
export async function ensureAddon(ctx: ReconcileContext, addon: Addon, refusals: Refusals): Promise<PassResult> {
  const resource = addon.load(ctx);
  if (resource === undefined || isGoing(ctx, resource)) return removeAddon(ctx, addon);
  const { kind } = addon.type;
  requireNoProblems(kind, addon.validate(resource));
  const spec = await ensureFoundation(ctx, kind, addon.finalizer);
  addon.require?.(ctx);
  const input = gatherInput(ctx, addon, { spec, resource });
  const certificateInput = { spec, owner: input.owner, refusals };
  const { certs, remarks } = await ensureAddonCertificates(ctx, certificateInput, addon.acquaintance(ctx));
  const rendered = addon.render(ctx, { ...input, certs }, resource);
  const applied = await applyRendered(ctx, rendered, { beforeWave: (wave) => prepareSecrets(ctx, wave) });
  tellRequests(ctx, remarks, spec, addonWorkloads(ctx, addon));
  return withRemarks(mergeResults(applied, { waits: awaitedTier(ctx) }), remarks);
}

/** The workload that decides whether it is available. */
export function addonWorkloads(ctx: ReconcileContext, addon: Addon): WorkloadHealth[] {
  const { name } = addon.component;
  if (isGoing(ctx, addon.load(ctx)))
    return [{ kind: 'Deployment', name, verdict: 'progressing', progress: 'is being removed' }];
  return [deploymentHealth({ kind: 'Deployment', name }, ctx.cluster.deployments.get(`${CALICO_SYSTEM}/${name}`))];
}

function removeAddon(ctx: ReconcileContext, addon: Addon): Promise<PassResult> {
  const { component, finalizer, type } = addon;
  const isAskedFor = addon.load(ctx) !== undefined;
  return removeWorkloads(ctx, { what: type.kind, workloads: [component.name], finalizer, isAskedFor });
}

interface Asked {
  readonly resource: AddonResource;
  /** The Installation's spec in effect. */
  readonly spec: SettledSpec;
}

/** Facts that all add-ons are rendered from, but for certificates. Throws `Degraded` for what users have not supplied. */
function gatherInput(
  ctx: ReconcileContext,
  { component }: Addon,
  { spec, resource }: Asked,
): Omit<AddonInput, 'certs'> & { readonly certs?: AddonCertificates } {
  requirePullSecrets(ctx, spec);
  const { operator, calicoApi, clusterDomain } = ctx.settings;
  const { digests } = chooseImageSet(ctx.cluster.imageSets.list(), component.images);
  const images = imageReferences(spec, digests);
  const wanted = component.images.map((name) => images[name]);
  const livePods = loadPodTraces(ctx, component.name, wanted);
  return {
    spec,
    owner: ownerOf(resource),
    operator,
    calicoApi,
    images,
    ...(livePods && { livePods }),
    tierReady: isTierReady(ctx),
    clusterDomain,
    clusterInformation: ctx.cluster.clusterInformations.get('default')?.spec ?? {},
    connected: ctx.cluster.managementClusterConnections.get('tigera-secure') !== undefined,
  };
}
