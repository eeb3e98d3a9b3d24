import { renderCore } from '../../renderers/catalog.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { CoreInput } from '../../renderers/input.ts';
import type { ImageReferences } from '../../renderers/shared/images.ts';
import { CALICO_NODE, CALICO_NODE_WINDOWS, CALICO_SYSTEM, CALICO_TYPHA } from '../../renderers/shared/names.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { applyRendered } from '../apply/apply-rendered.ts';
import { isApplied } from '../apply/is-applied.ts';
import { ownedFields } from '../apply/take-over.ts';
import { prepareSecrets } from '../certificates/supplied.ts';
import type { ReconcileContext } from '../context.ts';
import type { PassResult } from '../report.ts';
import { rolledOver, runsImage } from '../status/workload-health.ts';
import type { TyphaScale } from '../typha-autoscaler/settle-scale.ts';
import { gatherAdvice } from './gather-advice.ts';
import type { FirstNodeHold } from './goldmane-address.ts';
import { idleOverrides } from './idle-overrides.ts';
import { ignoredInstallations } from './ignored-installations.ts';
import { ignoredImageSets } from './image-set.ts';
import { describeRollout } from './judge-rollout.ts';
import { requireInstallation } from './load.ts';
import type { NodeRollout } from './node-rollout.ts';
import { openShiftWarnings } from './openshift.ts';
import { runningVersion } from '../cluster/running-version.ts';
import { versionHold, type Progress } from './version-hold.ts';

/** What the core is made with, beside what it is rendered from. */
export interface CoreSettings {
  readonly typha: TyphaScale;
  /** Why calico-node has to stay as it is. */
  readonly nodeProblems: readonly string[];
  /** Why the first calico-node waits a moment. */
  readonly firstNode: FirstNodeHold | undefined;
  /** How far calico-node is with the present version. */
  readonly rollout: NodeRollout;
}

/**
 * Makes the cluster as the core's components want it. Throws `Degraded('ResourceUpdateError')`, and at the end
 * `Degraded('ResourceValidationError')` where calico-node has to stay as it is.
 */
export async function applyCore(
  ctx: ReconcileContext,
  input: CoreInput,
  { typha, nodeProblems, firstNode, rollout }: CoreSettings,
): Promise<PassResult> {
  const rendered = renderCore(input);
  const holdVersion = holdOf(ctx, input, { present: rendered.present, rollout });
  const report = await applyRendered(ctx, rendered, {
    hold: (object) =>
      (isCalicoNode(object) ? (nodeProblems[0] ?? firstNode?.because) : undefined) ?? holdVersion(object),
    beforeWave: (wave) => prepareSecrets(ctx, wave),
  });
  if (nodeProblems.length > 0) throw withheld(nodeProblems);
  const warnings = [
    ...report.warnings,
    ...(ctx.crds?.findings.warnings ?? []),
    ...typha.warnings,
    ...openShiftWarnings(ctx, input.spec),
    ...gatherAdvice(ctx, input.spec),
    ...ignoredImageSets(ctx.cluster.imageSets.list()),
    ...ignoredInstallations(ctx),
    ...idleOverrides(input.spec, rendered.present),
  ];
  const againAfterMs = Math.min(
    ...[report.againAfterMs, typha.againAfterMs, firstNode?.forMs, rollout.againAfterMs].map(orNever),
  );
  return { waits: report.waits, warnings, ...(Number.isFinite(againAfterMs) && { againAfterMs }) };
}

function orNever(delayMs: number | undefined): number {
  return delayMs ?? Infinity;
}

function isCalicoNode({ kind, metadata }: KubeObject): boolean {
  return kind === 'DaemonSet' && metadata.name === CALICO_NODE;
}

function withheld(problems: readonly string[]): Degraded {
  const text = ['spec.calicoNetwork.bpfNetworkBootstrap: Enabled cannot be; calico-node stays as it is:', ...problems];
  return new Degraded('ResourceValidationError', text.join('\n'), { retry: { afterSeconds: 300 } });
}

/** What this pass renders, and how far the nodes are. */
interface Upgrade {
  readonly present: readonly KubeObject[];
  readonly rollout: NodeRollout;
}

/** Keeps the order of an upgrade or downgrade. */
function holdOf(
  ctx: ReconcileContext,
  { images }: CoreInput,
  { present, rollout }: Upgrade,
): (object: KubeObject) => string | undefined {
  const node = ctx.cluster.daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE}`);
  const typha = ctx.cluster.deployments.get(`${CALICO_SYSTEM}/${CALICO_TYPHA}`);
  const isSent = isAsRendered(ctx, present, node) && windowsIsSent(ctx, images);
  return versionHold({
    running: runningVersion(ctx, requireInstallation(ctx)),
    typhaExists: typha !== undefined,
    node: () => (isSent ? { isDone: rollout.isDone, left: describeRollout(rollout, rollout.nodes) } : notSent),
    typha: () => (isAsRendered(ctx, present, typha) ? rolledOver(typha) : notSent),
  });
}

const notSent: Progress = { isDone: false, left: 'it is about to roll out' };

/** Windows nodes have a controller of their own, so here only their image tells which release they run. */
function windowsIsSent({ cluster }: ReconcileContext, images: ImageReferences): boolean {
  const live = cluster.daemonSets.get(`${CALICO_SYSTEM}/${CALICO_NODE_WINDOWS}`);
  return live === undefined || runsImage(live, images['node-windows']);
}

/**
 * Whether the live object already is what this pass renders, or as near to it as webhooks of others let it come, so that
 * its rollout is the one that counts.
 */
function isAsRendered(
  { memory }: ReconcileContext,
  present: readonly KubeObject[],
  live: KubeObject | undefined,
): boolean {
  const desired = present.find(({ kind, metadata }) => kind === live?.kind && metadata.name === live.metadata.name);
  const owned = live && ownedFields(live);
  if (live === undefined || desired === undefined || owned === undefined) return false;
  return isApplied(desired, live, owned) || memory.disputes.isSettled(desired, live);
}
