import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment, Pod } from '../../src/crds/generated/core.gen.ts';
import * as builtin from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import type { OperatorProcess } from '../../tools/cluster/operator-process.ts';
import { ensureHelm } from '../../tools/helm/build.ts';
import { Helm } from '../../tools/helm/helm.ts';
import { kubectl } from './kubectl.ts';
import type { World } from './world.ts';

const namespace = 'tigera-operator';
const release = ['calico', 'charts/tigera-operator', '--namespace', namespace] as const;
/** Pods of the chart stay where they are, because this machine plays their containers. */
const unscheduled = ['--set-string', 'nodeSelector.example\\.com/nowhere=true'];

interface Container {
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** A cluster on which Helm installs, and a machine that runs the containers of the chart as its ServiceAccount. */
export class HelmWorld {
  readonly world: World;
  readonly #helm: Helm;
  #operator: OperatorProcess | undefined;

  private constructor(world: World, helm: Helm) {
    this.world = world;
    this.#helm = helm;
  }

  /** `world` must be bare. */
  static async on(world: World): Promise<HelmWorld> {
    const program = await ensureHelm(process.cwd(), console.log);
    const { kubeconfig, folder } = world.cluster.plane;
    return new HelmWorld(world, new Helm({ program, kubeconfig, folder }));
  }

  async destroy(): Promise<void> {
    await this.#operator?.stop('SIGKILL');
  }

  /** Brings the CRDs of a chart as its README says: what Helm renders, applied by kubectl. */
  async bringsCrds(chart: string): Promise<void> {
    const file = join(this.world.cluster.plane.folder, `${chart}.yaml`);
    writeFileSync(file, await this.#helm.run('template', 'crds', `charts/${chart}`));
    await kubectl(this.world, 'apply', '--server-side', '--filename', file);
  }

  /** `helm install`, and the operator starts as the Deployment says. */
  async installs(...values: readonly string[]): Promise<void> {
    await this.#helm.run('install', ...release, '--create-namespace', ...unscheduled, ...values);
    await this.starts();
  }

  /** The operator starts as the Deployment says, which whoever installs has made. */
  async starts(): Promise<void> {
    await this.world.cluster.signsIn();
    await this.#startsTheOperator();
  }

  /** As when its pod goes. */
  async stopsTheOperator(): Promise<void> {
    await this.#operator?.stop();
  }

  /** `helm upgrade`; the old pod ends, the new one starts. */
  async upgrades(...values: readonly string[]): Promise<void> {
    await this.#helm.run('upgrade', ...release, ...unscheduled, ...values);
    await this.stopsTheOperator();
    await this.#startsTheOperator();
  }

  /** `helm uninstall`, and the Job that it runs first. */
  async uninstalls(): Promise<void> {
    const uninstalling = this.#helm.run('uninstall', 'calico', '--namespace', namespace, '--timeout', '3m');
    await Promise.all([uninstalling, this.#runsTheJob()]);
  }

  async #startsTheOperator(): Promise<void> {
    const target = { namespace, name: 'tigera-operator' };
    const live = await this.world.cluster.admin.get(builtin.Deployment as ResourceType<Deployment>, target);
    this.#operator = this.#starts(live?.spec?.template.spec?.containers[0]);
  }

  /**
   * Plays the container of the Job, and tells how it ended, as a kubelet does. Once it is told, Helm deletes the operator and
   * its permissions together, so the operator ends before.
   */
  async #runsTheJob(): Promise<void> {
    const pod = await this.#podOfTheJob();
    const code = await this.#starts(pod.spec?.containers[0]).ended;
    if (code === 0) await this.stopsTheOperator();
    const status = { phase: code === 0 ? 'Succeeded' : 'Failed' };
    const target = { namespace, name: pod.metadata.name };
    const patch = { type: 'merge', body: { status } } as const;
    await this.world.cluster.admin.patch(builtin.Pod as ResourceType<Pod>, target, patch, { subresource: 'status' });
  }

  async #podOfTheJob(): Promise<Pod> {
    for (;;) {
      const selection = { namespace, labelSelector: 'job-name=tigera-operator-uninstall' };
      const { items } = await this.world.cluster.admin.list(builtin.Pod as ResourceType<Pod>, selection);
      const waiting = items.find(({ status }) => status?.phase !== 'Failed');
      if (waiting !== undefined) return waiting;
      await pause(100);
    }
  }

  #starts(container: Container | undefined): OperatorProcess {
    const { args = [], env = [] } = container ?? {};
    const given = env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
    const { cluster } = this.world;
    return cluster.startOperator(args, cluster.endpoint, Object.fromEntries(given));
  }
}
