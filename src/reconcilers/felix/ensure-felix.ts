import type { BgpConfiguration, FelixConfiguration } from '../../crds/kinds.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { FieldSet, KubeObject } from '../../k8s/object.ts';
import { applyRendered } from '../apply/apply-rendered.ts';
import { formerFieldManager, ownedFields } from '../apply/take-over.ts';
import { unionOf } from '../apply/field-set.ts';
import type { ReconcileContext } from '../context.ts';
import type { BpfFacts } from './bpf-switch.ts';
import { decideBgp } from './bgp-configuration.ts';
import { isSwitchedOff, KUBE_PROXY, lacksToServe } from '../kube-proxy/proxy-state.ts';
import { decideFelix } from './felix-configuration.ts';
import { mergeResults } from '../merge-results.ts';
import type { PassResult } from '../report.ts';
import { outrankedFields } from './outranked.ts';
import type { Overruling, Overrulings } from './overrulings.ts';

/** The settings of Felix and BIRD that rendering depends on. */
export interface FelixSettings {
  readonly felix: { readonly healthPort: number; readonly cgroupV2Path?: string };
  readonly bgp: { readonly bindMode?: string };
}

/** What became of them. */
export interface FelixOutcome {
  readonly settings: FelixSettings;
  readonly result: PassResult;
}

/** Makes FelixConfiguration and BGPConfiguration `default` agree with the Installation, field by field. */
export async function ensureFelix(
  ctx: ReconcileContext,
  spec: SettledSpec,
  overrulings: Overrulings,
): Promise<FelixOutcome> {
  const live = ctx.cluster.felixConfigurations.get('default');
  const node = ctx.cluster.daemonSets.get('calico-system/calico-node');
  const { calicoApi } = ctx.settings;
  const facts = { spec, calicoApi, live, ours: ourSpecFields(live), node, ...proxyFacts(ctx) };
  const { desired, overruled, waits, warnings } = decideFelix(facts);
  const liveBgp = ctx.cluster.bgpConfigurations.get('default');
  const bgp = decideBgp({ spec, live: liveBgp, calicoApi });
  tell(ctx, overrulings, { regarding: live ?? desired, overruled });
  tell(ctx, overrulings, { regarding: liveBgp ?? desired, overruled: bgp.overruled });
  const rendered = { present: [desired, ...bgp.present], absent: bgp.absent };
  const applied = await applyRendered(ctx, rendered, { extent: 'fields' });
  const settings = settingsOf({ ...live?.spec, ...desired.spec }, liveBgp?.spec);
  const advice = [...warnings, ...overrulings.warnings, ...outrankedFields(live, node)];
  return { settings, result: mergeResults({ waits, warnings: advice }, applied) };
}

/** At the object where somebody has just edited, and in the status. */
function tell(
  ctx: ReconcileContext,
  overrulings: Overrulings,
  { regarding, overruled }: { readonly regarding: KubeObject; readonly overruled: readonly Overruling[] },
): void {
  for (const each of overruled) {
    overrulings.note(each);
    ctx.events.record({ regarding, type: 'Warning', reason: 'Overruled', action: 'Apply', note: each.sentence });
  }
}

function proxyFacts({ cluster }: ReconcileContext): Pick<BpfFacts, 'proxyLacks' | 'proxyIsOff'> {
  const proxy = cluster.kubeProxies.get(KUBE_PROXY);
  return { proxyLacks: lacksToServe(proxy, cluster.nodes.list()), proxyIsOff: isSwitchedOff(proxy) };
}

function settingsOf(felix: FelixConfiguration['spec'], bgp: BgpConfiguration['spec']): FelixSettings {
  const { healthPort = 9099, cgroupV2Path } = felix ?? {};
  return {
    felix: cgroupV2Path === undefined ? { healthPort } : { healthPort, cgroupV2Path },
    bgp: bgp?.bindMode === undefined ? {} : { bindMode: bgp.bindMode },
  };
}

/** Fields of `spec` that we or the former operator set. */
function ourSpecFields(live: FelixConfiguration | undefined): FieldSet {
  if (live === undefined) return {};
  const former = (live.metadata.managedFields ?? []).filter(({ manager }) => manager === formerFieldManager);
  const sets = [ownedFields(live) ?? {}, ...former.map(({ fieldsV1 = {} }) => fieldsV1)];
  return sets.map((set) => set['f:spec'] ?? {}).reduce(unionOf, {});
}
