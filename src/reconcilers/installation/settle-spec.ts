import { applyDefaults } from '../../crds/installation/defaults.ts';
import type { DefaultingFacts } from '../../crds/installation/facts.ts';
import { mergeOverlay } from '../../crds/installation/merge-overlay.ts';
import type { Installation, InstallationSpec, KubernetesProvider, SettledSpec } from '../../crds/installation/spec.ts';
import { validateInstallation } from '../../crds/installation/validate.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { KUBE_SYSTEM } from '../../renderers/shared/names.ts';
import { detectProvider } from '../cluster/detect-provider.ts';
import { platformCidrs } from '../cluster/platform-cidrs.ts';
import { loadEndpoint } from '../cluster/user-config.ts';
import type { ReconcileContext } from '../context.ts';
import { adoptedSpec } from '../manifests/adopted-spec.ts';
import { refuseCanal } from '../manifests/conversion.ts';
import { InvalidInstallation } from './invalid-installation.ts';

/**
 * The spec in effect: the user's, with the overlay, over what an installation from manifests had; what was detected, and
 * defaults. Nothing is written back. Throws {@link InvalidInstallation} with every problem, and `Degraded('MigrationError')`
 * with everything that stands against taking over the manifests.
 */
export function settleSpec(ctx: ReconcileContext, installation: Installation): SettledSpec {
  const written = writtenSpec(ctx, installation);
  refuseEnterprise(written);
  refuseCanal(ctx);
  const facts = defaultingFacts(ctx, installation);
  const adopted = adoptedSpec(ctx, installation, written);
  const settled = applyDefaults(mergeOverlay(adopted, written), facts);
  const apiEndpointKnown = loadEndpoint(ctx).host !== undefined;
  const problems = validateInstallation(settled, { ...facts, apiEndpointKnown });
  if (problems.length > 0) throw new InvalidInstallation(problems);
  return settled;
}

/** What was written, in the Installation and in the overlay: no defaults, and not validated. */
export function writtenSpec(ctx: ReconcileContext, { spec = {} }: Installation): InstallationSpec {
  return mergeOverlay(spec, ctx.cluster.installations.get('overlay')?.spec ?? {});
}

/** Annotations of the Installation, and those of the overlay over them: some change what is rendered. */
export function writtenAnnotations(
  ctx: ReconcileContext,
  { metadata }: Installation,
): Readonly<Record<string, string>> {
  return { ...metadata.annotations, ...ctx.cluster.installations.get('overlay')?.metadata.annotations };
}

/** Stored objects may ask for the enterprise edition, which this operator does not install. */
function refuseEnterprise({ variant = 'Calico' }: InstallationSpec): void {
  if (variant === 'Calico') return;
  const text = `spec.variant: "${variant}" is not installed by this operator; set it to Calico, or run the operator of that edition`;
  throw new Degraded('InternalServerError', text, { retry: { afterSeconds: 300 } });
}

/** The platform in effect, for what does not depend on a valid spec. */
export function loadProvider(ctx: ReconcileContext, installation: Installation): KubernetesProvider {
  const computed = installation.status?.computed?.kubernetesProvider;
  const named = writtenSpec(ctx, installation).kubernetesProvider ?? computed ?? '';
  return named === '' ? detect(ctx) : named;
}

function defaultingFacts(ctx: ReconcileContext, { status }: Installation): DefaultingFacts {
  const { ipPools, systemDaemonSets, systemConfigMaps } = ctx.cluster;
  const kubeadm = systemConfigMaps.get(`${KUBE_SYSTEM}/kubeadm-config`);
  const ranges = platformCidrs({ kubeadm, openShift: ctx.cluster.openShiftNetworks?.get('cluster') });
  const facts = {
    detectedProvider: detect(ctx),
    awsNodePresent: systemDaemonSets.get(`${KUBE_SYSTEM}/aws-node`) !== undefined,
    pools: { existing: ipPools.list(), ...(ranges && { platformCidrs: ranges }) },
  };
  return status?.computed === undefined ? facts : { ...facts, previous: status.computed };
}

function detect({ cluster, settings }: ReconcileContext): KubernetesProvider {
  return detectProvider({
    groups: settings.platformGroups,
    nodes: cluster.nodes.list(),
    configMaps: cluster.systemConfigMaps.list(),
    services: cluster.systemServices.list(),
  });
}
