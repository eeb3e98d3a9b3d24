import { isDeepStrictEqual } from 'node:util';
import { Installations } from '../../crds/kinds.ts';
import type { Installation, SettledSpec } from '../../crds/installation/spec.ts';
import type { InstallationStatus } from '../../crds/installation/status.ts';
import type { Condition } from '../../crds/status/conditions.ts';
import { CALICO_VERSION } from '../../renderers/shared/images.ts';
import { fieldManager } from '../apply/take-over.ts';
import type { ReconcileContext } from '../context.ts';
import { ownConditions } from '../status/own-conditions.ts';

/** What a pass found out, for the status of the Installation. */
export interface InstallationFacts {
  /** The spec in effect; absent while the user's own is refused, and then the last good one stays. */
  readonly computed?: SettledSpec;
  /** Paths of `computed` that come from an installation from manifests. */
  readonly adoptedFields?: readonly string[];
  /** Name of the ImageSet in use, or ''. */
  readonly imageSet?: string;
  /** Conditions of TigeraStatus `calico`. */
  readonly conditions: readonly Condition[];
  /** True once everything is rolled out; only then do version and variant move. */
  readonly complete: boolean;
}

/** Writes the Installation's status, in one request, and only when it changed. */
export async function publishInstallationStatus(
  ctx: ReconcileContext,
  installation: Installation,
  facts: InstallationFacts,
): Promise<void> {
  const status = await statusOf(ctx, installation.status ?? {}, facts);
  if (isDeepStrictEqual(sorted(status), sorted(installation.status ?? {}))) return;
  const { apiVersion, kind, metadata } = installation;
  const object = { apiVersion, kind, metadata: { name: metadata.name }, status };
  const written = await ctx.client.apply(Installations, object, { fieldManager, subresource: 'status' });
  ctx.cluster.wrote(written);
}

async function statusOf(
  ctx: ReconcileContext,
  live: InstallationStatus,
  { computed, adoptedFields, imageSet, conditions, complete }: InstallationFacts,
): Promise<InstallationStatus> {
  const { calicoApi: calicoAPIGroup } = ctx.settings;
  const published = { calicoAPIGroup, conditions: ownConditions(conditions) };
  const kept = {
    ...live,
    ...(computed && { computed: publishable(computed) }),
    ...(adoptedFields && { adoptedFields: [...adoptedFields] }),
    ...published,
  };
  if (!complete || computed === undefined) return kept;
  const mtu = await effectiveMtu(ctx, computed);
  const { mtu: _, imageSet: __, ...rest } = kept;
  return {
    ...rest,
    variant: computed.variant,
    calicoVersion: CALICO_VERSION,
    ...(mtu !== 0 && { mtu }),
    ...(imageSet !== undefined && imageSet !== '' && { imageSet }),
  };
}

/** An unset platform is left out rather than written as an empty text. */
function publishable({ kubernetesProvider, ...spec }: SettledSpec): InstallationStatus['computed'] & object {
  return kubernetesProvider === '' ? spec : { ...spec, kubernetesProvider };
}

/** The MTU of pods: what the spec says, else what calico-node found; 0 where neither is known. */
export async function effectiveMtu(ctx: ReconcileContext, { calicoNetwork }: SettledSpec): Promise<number> {
  return calicoNetwork.mtu ?? (await mtuOfNode(ctx));
}

/** What calico-node found on the operator's own node; 0 where it left nothing, or nothing that can be read. */
async function mtuOfNode(ctx: ReconcileContext): Promise<number> {
  const mtu = Number((await ctx.settings.readMtu())?.trim());
  return Number.isInteger(mtu) && mtu > 0 && mtu < 2 ** 31 ? mtu : 0;
}

function sorted({ conditions = [], ...rest }: InstallationStatus): unknown {
  return { ...rest, conditions: conditions.toSorted((a, b) => (a.type < b.type ? -1 : 1)) };
}
