import { renderTiers } from '../../renderers/catalog.ts';
import { FORMER_TIER, KUBE_SYSTEM } from '../../renderers/shared/names.ts';
import { applyRendered } from '../apply/apply-rendered.ts';
import type { ReconcileContext } from '../context.ts';
import { requireInstallation } from '../installation/load.ts';
import { loadProvider } from '../installation/settle-spec.ts';
import type { PassResult } from '../report.ts';

/** Makes the tier and the DNS policies as rendered. They outlive the Installation, so nothing happens while it goes. */
export async function ensureTiers(ctx: ReconcileContext): Promise<PassResult> {
  const installation = requireInstallation(ctx);
  if (installation.metadata.deletionTimestamp !== undefined) return {};
  const rendered = renderTiers({
    provider: loadProvider(ctx, installation),
    nodeLocalDnsAddresses: nodeLocalDnsAddresses(ctx),
  });
  // Policies of the former tier can be there only while that tier is: no need to ask for each.
  const formerTierIsThere = ctx.cluster.tiers.get(FORMER_TIER) !== undefined;
  const absent = rendered.absent.filter(({ name }) => formerTierIsThere || !name.startsWith(FORMER_TIER));
  const { waits } = await applyRendered(ctx, { present: rendered.present, absent });
  return { waits };
}

/** Addresses of cluster DNS, where NodeLocal DNSCache answers in its place. */
function nodeLocalDnsAddresses({ cluster }: ReconcileContext): readonly string[] {
  if (cluster.systemDaemonSets.get(`${KUBE_SYSTEM}/node-local-dns`) === undefined) return [];
  const services = cluster.systemServices.list();
  const dns = services.find(({ name }) => name === 'kube-dns' || name === 'rke2-coredns-rke2-coredns');
  return dns?.clusterIps ?? [];
}
