/** Which part of an installation from manifests cannot be taken over. */
export type ManifestComponent =
  'daemonset/calico-node' | 'deployment/calico-kube-controllers' | 'deployment/calico-typha' | 'cni-config' | 'ippools';

/** Something that the operator would not install as it is. */
export interface ManifestProblem {
  readonly component: ManifestComponent;
  /** Where in it, for example `env FELIX_X of container calico-node`. */
  readonly field: string;
  /** What stands there. Absent where the trouble is that nothing does. */
  readonly value?: unknown;
  /** What is wrong, going on after the value. */
  readonly message: string;
  /** What to do, in the imperative. */
  readonly fix: string;
}

/** All problems, a line each, in a stable order: component, field, value, trouble and remedy. */
export function describeManifestProblems(problems: readonly ManifestProblem[]): string {
  return [...new Set(problems.map(describe))].toSorted().join('\n');
}

function describe({ component, field, value, message, fix }: ManifestProblem): string {
  const shown = value === undefined ? '' : ` ${JSON.stringify(value)}`;
  return `${component}: ${field}:${shown} ${message}; ${fix}`;
}
