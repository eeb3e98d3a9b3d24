import type { DaemonSet } from '../../crds/generated/core.gen.ts';
import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { FelixConfiguration } from '../../crds/kinds.ts';
import { lacksForBpf } from '../felix/bpf-switch.ts';
import { isSwitchedOff } from './proxy-state.ts';

/** What decides whether kube-proxy runs. */
export interface ProxyFacts {
  readonly spec: Pick<SettledSpec, 'calicoNetwork'>;
  readonly proxy: DaemonSet;
  readonly felix: FelixConfiguration | undefined;
  readonly node: DaemonSet | undefined;
  /** What kube-proxy lacks to serve every node; '' where nothing. */
  readonly lacks: string;
  /** Why it cannot be switched off; asked only where it would be. */
  readonly problems: () => readonly string[];
  /** Wall clock, in milliseconds. */
  readonly now: number;
}

/** What to do about it. */
export type ProxyPlan =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly for: string; readonly againAfterMs?: number }
  | { readonly do: 'switch off' | 'hand back' }
  | { readonly do: 'refuse'; readonly problems: readonly string[] };

/**
 * How long Felix may take to show that BPF does not work on a node: it restarts inside its container, and only a series
 * of failed readiness probes tells.
 */
const provingMs = 100_000;

/**
 * Felix first, kube-proxy after: it goes off where every calico-node has been running BPF for a while, and what rules it
 * leaves behind keep Services going until Felix has taken over. It comes back as soon as the Installation does not ask
 * for that any more; Felix waits for it. Pure.
 */
export function planProxy(facts: ProxyFacts): ProxyPlan {
  const { kubeProxyManagement, linuxDataplane } = facts.spec.calicoNetwork;
  const isWanted = kubeProxyManagement !== 'Enabled' || linuxDataplane !== 'BPF';
  const bpfEnabled = facts.felix?.spec?.bpfEnabled;
  if (isSwitchedOff(facts.proxy)) return isWanted || bpfEnabled === false ? { do: 'hand back' } : { do: 'nothing' };
  if (isWanted) return facts.lacks === '' ? { do: 'nothing' } : { do: 'wait', for: `kube-proxy: ${facts.lacks}` };
  const problems = facts.problems();
  return problems.length > 0 ? { do: 'refuse', problems } : planSwitchOff(facts);
}

function planSwitchOff({ felix, node, now }: ProxyFacts): ProxyPlan {
  if (felix?.spec?.bpfEnabled !== true) {
    const tells = '"kubectl get tigerastatus calico" tells how far it is';
    return { do: 'wait', for: `kube-proxy goes off once bpfEnabled of FelixConfiguration default is true; ${tells}` };
  }
  const lacks = lacksForBpf(node);
  if (lacks !== '') return { do: 'wait', for: `kube-proxy goes off once calico-node is ready on every node: ${lacks}` };
  const left = Math.max(0, ...bpfSetTimes(felix)) + provingMs - now;
  if (left <= 0) return { do: 'switch off' };
  const text = `kube-proxy goes off once calico-node has been ready with BPF for ${provingMs / 1000} seconds`;
  return { do: 'wait', for: text, againAfterMs: left };
}

/** When those who manage `bpfEnabled` last wrote, in milliseconds. */
function bpfSetTimes({ metadata }: FelixConfiguration): number[] {
  const entries = metadata.managedFields ?? [];
  return entries.flatMap(({ fieldsV1, time }) =>
    fieldsV1?.['f:spec']?.['f:bpfEnabled'] === undefined || time === undefined ? [] : [Date.parse(time)],
  );
}
