import type { KubernetesProvider } from '../../crds/installation/spec.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { renderTiers } from '../../renderers/catalog.ts';
import { FORMER_TIER, KUBE_SYSTEM } from '../../renderers/shared/names.ts';
import { applyRendered } from '../apply/apply-rendered.ts';
import { loadDnsService } from '../cluster/dns-service.ts';
import type { ReconcileContext } from '../context.ts';
import { requireInstallation } from '../installation/load.ts';
import { loadProvider } from '../installation/settle-spec.ts';
import { requireSupportedVersion } from '../installation/supported-version.ts';
import { mergeResults } from '../merge-results.ts';
import type { PassResult } from '../report.ts';
import { awaitAdoptable } from '../manifests/adopted-spec.ts';
import { apiServerNotes } from './api-server-notes.ts';
import type { FormerTier } from './former-tier.ts';

/**
 * Makes the tier and the DNS policies as rendered. They outlive the Installation, so nothing happens while it goes; and
 * where nothing serves policies, nor is meant to, there is nothing to make.
 */
export async function ensureTiers(ctx: ReconcileContext, formerTier: FormerTier): Promise<PassResult> {
  const installation = requireInstallation(ctx);
  if (installation.metadata.deletionTimestamp !== undefined) return {};
  requireSupportedVersion(ctx, installation);
  awaitAdoptable(ctx);
  const notes = apiServerNotes(ctx);
  if (notes.length > 0 && ctx.settings.calicoApi !== 'projectcalico.org/v3') return { warnings: notes };
  const provider = loadProvider(ctx, installation);
  const rendered = renderTiers({ provider, nodeLocalDnsAddresses: nodeLocalDnsAddresses(ctx, provider) });
  // Policies of the former tier can be there only while that tier is: no need to ask for each.
  const formerTierIsThere = ctx.cluster.tiers.get(FORMER_TIER) !== undefined;
  const policies = rendered.absent.filter(({ kind }) => kind !== 'Tier');
  const absent = policies.filter(({ name }) => formerTierIsThere || !name.startsWith(FORMER_TIER));
  const applied = await applyRendered(ctx, { present: rendered.present, absent });
  if (applied.awaited !== undefined) throw new Degraded('ResourceNotReady', applied.awaited, { retry: 'on-watch' });
  return mergeResults({ warnings: notes }, applied, await formerTier.remove(ctx));
}

/** Addresses of cluster DNS, where NodeLocal DNSCache answers in its place. */
function nodeLocalDnsAddresses(ctx: ReconcileContext, provider: KubernetesProvider): readonly string[] {
  const isThere = ctx.cluster.systemDaemonSets.get(`${KUBE_SYSTEM}/node-local-dns`) !== undefined;
  return isThere ? loadDnsService(ctx, provider).addresses : [];
}
