import type { Container, Deployment, EnvVar, PodSpec } from '../generated/core.gen.ts';
import type { CniType } from '../installation/spec.ts';
import { readCniConfig, type CniConfig } from './cni-config.ts';
import { NODE, type ManifestFacts } from './facts.ts';
import type { ManifestComponent, ManifestProblem } from './manifest-problem.ts';

/** CNI plugins by the prefix of the interfaces that they make. */
const cniByPrefix: Readonly<Record<string, CniType>> = {
  cali: 'Calico',
  eni: 'AmazonVPC',
  azv: 'AzureVNET',
  gke: 'GKE',
};

/**
 * Reads an installation from manifests, and notes which variables of calico-node somebody has understood, and what nobody
 * can take over. One reading serves one conversion.
 */
export class ManifestReading {
  readonly facts: ManifestFacts;
  readonly problems: ManifestProblem[] = [];
  /** Things that will be different, for people. */
  readonly notes: string[] = [];
  readonly #read = new Set<string>();
  #cni: CniConfig | undefined;

  constructor(facts: ManifestFacts) {
    this.facts = facts;
  }

  /** The pods of calico-node. */
  get pod(): PodSpec {
    return podOf(this.facts.node);
  }

  /** Containers of calico-node, those that run first included. */
  get containers(): readonly Container[] {
    return [...(this.pod.initContainers ?? []), ...this.pod.containers];
  }

  container(name: string): Container | undefined {
    return this.containers.find((container) => container.name === name);
  }

  refuse(problem: ManifestProblem): void {
    this.problems.push(problem);
  }

  /** Notes a problem of calico-node where `condition` holds. */
  refuseIf(condition: boolean, problem: Omit<ManifestProblem, 'component'>): void {
    if (condition) this.refuse({ component: 'daemonset/calico-node', ...problem });
  }

  /** Value of a variable of calico-node, from then on understood; undefined where it is not set. */
  env(name: string, container: string = NODE): string | undefined {
    const variable = this.variable(name, container);
    return variable && this.#valueOf(variable, container);
  }

  /** The variable as it stands there, from then on understood. */
  variable(name: string, container: string = NODE): EnvVar | undefined {
    this.#read.add(`${container} ${name}`);
    return this.#find(name, container);
  }

  /** Value of a variable of a Deployment; its other variables do not matter. */
  envOf(deployment: Deployment | undefined, container: string, name: string): string | undefined {
    const found = deployment && podOf(deployment).containers.find((each) => each.name === container);
    const variable = found?.env?.find((each) => each.name === name);
    return variable && this.#valueOf(variable, container, `deployment/${container}` as ManifestComponent);
  }

  /** Refuses a value that is none of these; unset is always right. Returns the value. */
  expectEnv(name: string, allowed: readonly string[], container: string = NODE): string | undefined {
    const value = this.env(name, container);
    const isRight = value === undefined || allowed.includes(value.toLowerCase());
    const words = allowed.map((word) => (word === '' ? 'empty' : word)).join(' or ');
    this.refuseIf(!isRight, {
      field: fieldOf(name, container),
      value,
      message: 'cannot be kept',
      fix: `set it to ${words}, or remove it`,
    });
    return value;
  }

  /** Variables that nobody has understood yet. */
  unread(): readonly { readonly container: string; readonly variable: EnvVar }[] {
    return this.containers.flatMap(({ name: container, env = [] }) =>
      env.filter(({ name }) => !this.#read.has(`${container} ${name}`)).map((variable) => ({ container, variable })),
    );
  }

  /** The CNI plugin that makes the interfaces of pods; Calico where the prefix is unknown, which is refused elsewhere. */
  get cniType(): CniType {
    return cniByPrefix[this.env('FELIX_INTERFACEPREFIX') ?? 'cali'] ?? 'Calico';
  }

  /** Whether Felix runs the BPF dataplane: a variable outranks the field. */
  get usesBpf(): boolean {
    const field = this.facts.felix?.spec?.bpfEnabled ?? false;
    return (this.env('FELIX_BPFENABLED') ?? String(field)).toLowerCase() === 'true';
  }

  /** What install-cni writes to the nodes. Problems in it are noted once. */
  get cni(): CniConfig {
    this.#cni ??= readCniConfig(this);
    return this.#cni;
  }

  #find(name: string, container: string): EnvVar | undefined {
    return this.container(container)?.env?.findLast((each) => each.name === name);
  }

  #valueOf(
    { name, value, valueFrom }: EnvVar,
    container: string,
    component: ManifestComponent = 'daemonset/calico-node',
  ): string | undefined {
    if (valueFrom === undefined) return value ?? '';
    const ref = valueFrom.configMapKeyRef;
    const field = fieldOf(name, container);
    if (ref === undefined) {
      const source = Object.keys(valueFrom).join();
      this.refuse({
        component,
        field,
        value: source,
        message: 'is a source that is not read',
        fix: 'write the value itself',
      });
      return undefined;
    }
    const found = this.facts.configMaps.get(ref.name ?? '')?.[ref.key];
    if (found === undefined && ref.optional !== true) {
      const where = `ConfigMap kube-system/${ref.name ?? ''}, key ${ref.key}`;
      this.refuse({
        component,
        field,
        value: where,
        message: 'is not there',
        fix: 'create it, or write the value itself',
      });
    }
    return found;
  }
}

/** How a variable is named to people. */
export function fieldOf(name: string, container: string): string {
  return `env ${name} of container ${container}`;
}

/** The pods of a workload. */
export function podOf({ spec }: Pick<Deployment, 'spec'> | ManifestFacts['node']): PodSpec {
  return spec?.template.spec ?? { containers: [] };
}
