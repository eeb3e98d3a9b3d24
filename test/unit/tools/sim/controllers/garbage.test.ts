import { beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigMap, Namespace } from '../../../../../src/k8s/kinds.ts';
import type { KubeObject } from '../../../../../src/k8s/object.ts';
import { aControlledCluster, anOwned, type ControlledCluster } from '../../../../support/simulated-controllers.ts';

let cluster: ControlledCluster;

beforeEach(() => {
  cluster = aControlledCluster(0);
});

const live = (name: string): KubeObject | undefined => cluster.admin.get(ConfigMap, { namespace: 'test', name });

/** Creates a ConfigMap and returns it as stored. */
function make(name: string, ...owners: readonly KubeObject[]): KubeObject {
  cluster.admin.create(ConfigMap, anOwned(name, ...owners));
  return live(name) as KubeObject;
}

describe('garbage collection', () => {
  it('takes what no owner is left for, however deep', async () => {
    const owner = make('owner');
    make('grandchild', make('child', owner));
    cluster.admin.delete(ConfigMap, owner);
    await cluster.scheduler.pass(2_000);
    expect(['child', 'grandchild'].map(live)).toEqual([undefined, undefined]);
  });

  it('leaves what another owner still holds', async () => {
    const [first, second] = [make('first'), make('second')];
    make('child', first, second);
    cluster.admin.delete(ConfigMap, first);
    await cluster.scheduler.pass(2_000);
    expect(live('child')).toBeDefined();
  });

  it('keeps an owner that is deleted in the foreground until its dependents are gone', async () => {
    const owner = make('owner');
    cluster.admin.create(ConfigMap, {
      ...anOwned('child', owner),
      metadata: { ...anOwned('child', owner).metadata, finalizers: ['example.com/held'] },
    });
    cluster.admin.delete(ConfigMap, owner, 'Foreground');
    await cluster.scheduler.pass(2_000);
    expect(live('owner')?.metadata.deletionTimestamp).toBeDefined();
    cluster.admin.release(ConfigMap, live('child') as KubeObject, 'example.com/held');
    await cluster.scheduler.pass(2_000);
    expect(['owner', 'child'].map(live)).toEqual([undefined, undefined]);
  });

  it('sets dependents free where their owner goes alone', async () => {
    const owner = make('owner');
    make('child', owner);
    cluster.admin.delete(ConfigMap, owner, 'Orphan');
    await cluster.scheduler.pass(2_000);
    expect([live('owner'), live('child')?.metadata.ownerReferences ?? []]).toEqual([undefined, []]);
  });
});

describe('a namespace that is deleted', () => {
  it('takes its content with it', async () => {
    make('content');
    cluster.admin.delete(Namespace, cluster.admin.get(Namespace, { name: 'test' }) as KubeObject);
    await cluster.scheduler.pass(2_000);
    expect([live('content'), cluster.admin.get(Namespace, { name: 'test' })]).toEqual([undefined, undefined]);
  });

  it('stays as long as something in it is held', async () => {
    make('content');
    cluster.admin.patch(
      ConfigMap,
      { namespace: 'test', name: 'content' },
      { metadata: { finalizers: ['example.com/held'] } },
    );
    cluster.admin.delete(Namespace, cluster.admin.get(Namespace, { name: 'test' }) as KubeObject);
    await cluster.scheduler.pass(2_000);
    expect(cluster.admin.get(Namespace, { name: 'test' })).toBeDefined();
  });
});
