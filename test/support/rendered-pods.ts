import type { Container, DaemonSet, Deployment, Volume } from '../../src/crds/generated/core.gen.ts';
import type { SettledSpec } from '../../src/crds/installation/spec.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { addonComponents, apiServerComponents } from '../../src/renderers/catalog.ts';
import { goldenCases, renderWithoutOverrides } from '../golden/cases.ts';

/** A pod as some golden case has it, without what its user overrides. */
export interface RenderedPod {
  /** Name of the DaemonSet or Deployment. */
  readonly workload: string;
  readonly spec: SettledSpec;
  /** Init containers are among them. */
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
}

/** Components without workloads that an Installation overrides: what users may add is a matter of those. */
const others = new Set(['tiers', ...[...apiServerComponents, ...addonComponents].map(({ name }) => name)]);

/** The pods of the Installation in all golden cases. */
export function renderedPods(): RenderedPod[] {
  return goldenCases()
    .filter(({ component }) => !others.has(component))
    .flatMap((golden) => {
      const { spec, rendered } = renderWithoutOverrides(golden);
      return rendered.present.flatMap((object) => podsOf(object, spec));
    });
}

function podsOf(object: KubeObject, spec: SettledSpec): RenderedPod[] {
  if (object.kind !== 'DaemonSet' && object.kind !== 'Deployment') return [];
  const pod = (object as DaemonSet | Deployment).spec?.template.spec;
  if (pod === undefined) return [];
  const { containers, initContainers = [], volumes = [] } = pod;
  return [{ workload: object.metadata.name, spec, containers: [...containers, ...initContainers], volumes }];
}
