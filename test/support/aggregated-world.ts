import type { APIServer } from '../../src/crds/apiserver.ts';
import type { APIService } from '../../src/crds/generated/core.gen.ts';
import * as kinds from '../../src/crds/kinds.ts';
import { APIService as ApiServices } from '../../src/k8s/kinds.ts';
import type { ResourceType } from '../../src/k8s/object.ts';
import { ExtensionApi } from '../../tools/extension-api/extension-api.ts';
import { hasOwnNetwork, standIn } from '../../tools/extension-api/stand-in.ts';
import { World } from './world.ts';

const apiServer: APIServer = {
  apiVersion: 'operator.tigera.io/v1',
  kind: 'APIServer',
  metadata: { name: 'default' },
  spec: {},
};

/** A cluster of crd.projectcalico.org/v1, and who serves projectcalico.org/v3 in place of the pods of calico-apiserver. */
export class AggregatedWorld {
  readonly world: World;
  #backend: ExtensionApi | undefined;

  private constructor(world: World) {
    this.world = world;
  }

  static async create(nodes: number): Promise<AggregatedWorld> {
    return AggregatedWorld.on(await World.create(nodes, { crds: ['operator', 'policy', 'v1'] }));
  }

  /** The same on a cluster that was made otherwise. */
  static on(world: World): AggregatedWorld {
    if (!hasOwnNetwork()) throw new Error('Run this by `npm run test:aggregated`: it takes addresses of Services');
    return new AggregatedWorld(world);
  }

  async destroy(): Promise<void> {
    await this.#backend?.kill();
    await this.world.destroy();
  }

  async createsApiServer(): Promise<void> {
    await this.world.cluster.admin.create(kinds.ApiServers, apiServer);
  }

  async deletesApiServer(): Promise<void> {
    await this.world.deletes(kinds.ApiServers, apiServer.metadata);
  }

  /** Starts what serves, with the certificate that the operator has made by then. */
  async startsTheBackend(): Promise<void> {
    const { admin, plane } = this.world.cluster;
    const ground = await standIn(admin, 'calico-api', 'calico-apiserver-certs');
    this.#backend = await ExtensionApi.start({ ...ground, client: admin, frontProxyAuthority: plane.authority });
  }

  async killsTheBackend(): Promise<void> {
    await this.#backend?.kill();
    this.#backend = undefined;
  }

  get isServed(): boolean {
    return this.#backend !== undefined;
  }

  /** Starts what serves, or kills it, if it is not so already. */
  async serves(isThere: boolean): Promise<void> {
    if (isThere === this.isServed) return;
    await (isThere ? this.startsTheBackend() : this.killsTheBackend());
  }

  /** What the Kubernetes API server is told of Calico's, and what it thinks of it. */
  apiService(): Promise<APIService | undefined> {
    const type = ApiServices as ResourceType<APIService>;
    return this.world.cluster.admin.get(type, { name: 'v3.projectcalico.org' });
  }

  /** Messages of these conditions of a TigeraStatus. */
  async says(status: string, ...types: readonly string[]): Promise<string> {
    const conditions = await Promise.all(types.map((type) => this.world.condition(status, type)));
    return conditions.flatMap((each) => (each?.status === 'True' ? (each.message ?? '') : [])).join('\n');
  }
}
