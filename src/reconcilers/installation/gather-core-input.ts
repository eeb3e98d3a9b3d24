import type { Installation, SettledSpec } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { coreComponents } from '../../renderers/catalog.ts';
import type { CoreCertificates, CoreInput } from '../../renderers/input.ts';
import { CALICO_NODE, CALICO_SYSTEM, CNI_CONFIG } from '../../renderers/shared/names.ts';
import { imageReferences } from '../../renderers/shared/images.ts';
import { isTierReady } from '../cluster/calico-api-server.ts';
import {
  formerPullSecrets,
  loadEndpoint,
  loadNodeDns,
  loadNodeFiles,
  requirePullSecrets,
} from '../cluster/user-config.ts';
import type { ReconcileContext } from '../context.ts';
import type { FelixSettings } from '../felix/ensure-felix.ts';
import { usableFamilies } from '../ippools/usable-families.ts';
import { moveStage } from '../manifests/move-stage.ts';
import type { TyphaScale } from '../typha-autoscaler/settle-scale.ts';
import type { BpfBootstrap } from './bpf-bootstrap.ts';
import { runsFormerPods } from './former-node-pods.ts';
import { goldmaneAddress } from './goldmane-address.ts';
import { chooseImageSet } from './image-set.ts';
import { ownerOf } from './load.ts';
import type { NodeRollout } from './node-rollout.ts';
import { writtenAnnotations } from './settle-spec.ts';

/** The facts that steps before have settled. */
export interface SettledFacts {
  readonly spec: SettledSpec;
  readonly user: UserFacts;
  readonly certs: CoreCertificates;
  readonly settings: FelixSettings;
  readonly bootstrap: BpfBootstrap;
  readonly typha: TyphaScale;
  readonly rollout: NodeRollout;
}

/** What users supply beside the Installation. */
export type UserFacts = Pick<CoreInput, 'pullSecrets' | 'formerPullSecrets' | 'images' | 'birdTemplates' | 'bgpLayout'>;

/** Reads what users supply; throws `Degraded` where it is missing or wrong. Comes before anything costly is made. */
export function gatherUserFacts(ctx: ReconcileContext, spec: SettledSpec): UserFacts {
  const { digests } = chooseImageSet(ctx.cluster.imageSets.list(), neededImages);
  return {
    pullSecrets: requirePullSecrets(ctx, spec),
    formerPullSecrets: formerPullSecrets(ctx, spec),
    images: imageReferences(spec, digests),
    ...loadNodeFiles(ctx),
  };
}

/** All that the core is rendered from. Reads informers only. */
export function gatherCoreInput(ctx: ReconcileContext, installation: Installation, facts: SettledFacts): CoreInput {
  const { spec, user, certs, settings, typha, bootstrap, rollout } = facts;
  const { cluster } = ctx;
  const endpoint = loadEndpoint(ctx);
  const formerNodePods = hasFormerNodePods(ctx, user);
  const migration = moveStage(ctx);
  return {
    spec,
    annotations: writtenAnnotations(ctx, installation),
    owner: ownerOf(installation),
    operator: ctx.settings.operator,
    calicoApi: ctx.settings.calicoApi,
    ...user,
    certs,
    ...settings,
    pools: usableFamilies(cluster.ipPools.list()),
    endpoint,
    nodeDns: loadNodeDns(ctx, { endpoint, formerNodePods }),
    ...(formerNodePods && { formerNodePods }),
    typhaReplicas: typha.replicas,
    ...(rollout.lost && { lostNodes: rollout.lost }),
    kubeControllersMetricsPort: cluster.kubeControllersConfigurations.get('default')?.spec?.prometheusMetricsPort ?? 0,
    ...goldmaneAddress(ctx),
    ...(bootstrap.addresses && { bpfBootstrap: bootstrap.addresses }),
    ...(migration && { migration }),
    tierReady: isTierReady(ctx),
  };
}

function hasFormerNodePods({ cluster }: ReconcileContext, { images }: Pick<UserFacts, 'images'>): boolean {
  const node = cluster.daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`);
  const cniConfig = cluster.configMaps.get(`${CALICO_SYSTEM}/${CNI_CONFIG}`);
  return runsFormerPods({ node, cniConfig }, images);
}

/** Images of the core's components, whichever of them are in use. */
export const neededImages = [...new Set(coreComponents.flatMap(({ images }) => images))];

/**
 * Throws `Degraded` (a wait) before the first calico-node while no pool is enabled. Later on, disabled pools are the
 * user's affair: during a migration all of them may be for a while, and upgrades go on.
 */
export function requirePools({ cluster }: ReconcileContext, { cni, calicoNetwork }: SettledSpec): void {
  if (cluster.daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`) !== undefined) return;
  const needed = cni.type === 'Calico' || cni.ipam.type === 'Calico' || (calicoNetwork.ipPools ?? []).length > 0;
  if (!needed || cluster.ipPools.list().some(({ spec }) => spec.disabled !== true)) return;
  const text =
    'waiting for enabled IP pools to be created: list one in spec.calicoNetwork.ipPools, or create an IPPool yourself; "kubectl get tigerastatus ippools" tells what stops the operator from making one';
  throw new Degraded('ResourceNotFound', text, { retry: 'on-watch' });
}
