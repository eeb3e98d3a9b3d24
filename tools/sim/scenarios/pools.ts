import { IpPools } from '../../../src/crds/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';
import type { SimWorld } from '../world.ts';

const ipamBlocks: ResourceType = {
  group: 'projectcalico.org',
  version: 'v3',
  kind: 'IPAMBlock',
  plural: 'ipamblocks',
  namespaced: false,
};

const v4 = { cidr: '10.1.0.0/16' };
const v6 = { cidr: 'FD00:0010:0:0::/56', natOutgoing: 'Enabled' as const };

/** Pools of both families are installed, used, spelled in another way, and edited. */
export async function respellsPools(world: SimWorld): Promise<void> {
  world.startsTheOperator();
  world.appliesInstallation({ calicoNetwork: { ipPools: [v4, v6] } });
  await world.becomesAvailable();
  for (const pool of world.admin.list(IpPools)) world.admin.create(ipamBlocks, blockIn(pool.spec.cidr));
  world.appliesInstallation({ calicoNetwork: { ipPools: [v4, { ...v6, cidr: 'fd00:10::/56' }] } });
  await world.becomesAvailable();
  const edited = [v4, v6].map((pool) => ({ ...pool, nodeSelector: 'has(role)' }));
  world.appliesInstallation({ calicoNetwork: { ipPools: edited } });
  await world.becomesAvailable();
}

/** The first block of a pool, with an address of a pod in it. */
function blockIn(cidr: string): KubeObject & { spec: object } {
  const v6Block = cidr.includes(':');
  const start = cidr.split('/')[0] ?? '';
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: 'IPAMBlock',
    metadata: { name: v6Block ? 'fd00-10--122' : '10-1-0-0-26' },
    spec: {
      cidr: v6Block ? `${start}/122` : `${start}/26`,
      affinity: 'host:node-0',
      strictAffinity: false,
      allocations: [0, null],
      unallocated: [1],
      attributes: [{ handle_id: 'pod', secondary: { node: 'node-0' } }],
    },
  };
}
