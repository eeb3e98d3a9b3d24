import type { EnvVar } from '../../src/crds/generated/core.gen.ts';
import type { ManifestFacts } from '../../src/crds/manifests/facts.ts';
import { convertManifests, type Conversion } from '../../src/crds/manifests/convert.ts';
import { describeManifestProblems } from '../../src/crds/manifests/manifest-problem.ts';
import { formerInstall } from '../../tools/cluster/former-install.ts';

/** A copy of the usual installation that a test may change. */
export type Draft = ReturnType<typeof formerInstall> & {
  configMaps: Map<string, Record<string, string>>;
  endpointPrepared: boolean;
};

/** The usual installation, changed. */
export function manifestFacts(change: (draft: Draft) => void = () => undefined): ManifestFacts {
  const made = formerInstall();
  const draft: Draft = {
    ...made,
    configMaps: new Map([['calico-config', { ...made.configMap.data }]]),
    endpointPrepared: false,
  };
  change(draft);
  return { ...draft, pools: [draft.pool] };
}

/** What becomes of the usual installation, changed. */
export function converted(change?: (draft: Draft) => void): Conversion {
  return convertManifests(manifestFacts(change));
}

/** The refusals, a line each. */
export function refusals(change: (draft: Draft) => void): string[] {
  const text = describeManifestProblems(converted(change).problems);
  return text === '' ? [] : text.split('\n');
}

/** Sets variables of a container of calico-node, and removes those that are undefined. */
export function setEnv(
  draft: Draft,
  values: Readonly<Record<string, string | undefined>>,
  container = 'calico-node',
): void {
  const pod = draft.node.spec?.template.spec;
  const found = [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])].find(({ name }) => name === container);
  if (found === undefined) throw new RangeError(`No container ${container}`);
  const kept = (found.env ?? []).filter(({ name }) => !(name in values));
  const set = Object.entries(values).flatMap(([name, value]): EnvVar[] =>
    value === undefined ? [] : [{ name, value }],
  );
  found.env = [...kept, ...set];
}

/** Changes the CNI configuration as text. */
export function editCni(draft: Draft, from: string | RegExp, to: string): void {
  const config = draft.configMaps.get('calico-config') ?? {};
  const before = config['cni_network_config'] ?? '';
  config['cni_network_config'] = before.replace(from, to);
  if (config['cni_network_config'] === before) throw new RangeError(`Nothing to replace: ${String(from)}`);
}
