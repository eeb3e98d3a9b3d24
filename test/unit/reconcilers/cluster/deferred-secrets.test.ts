import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Informer, InformerListener } from '../../../../src/k8s/informer.ts';
import type { KubeObject, ResourceType } from '../../../../src/k8s/object.ts';
import { DeferredSecrets } from '../../../../src/reconcilers/cluster/deferred-secrets.ts';
import type { ViewOptions } from '../../../../src/reconcilers/cluster/owned-views.ts';

let ends: AbortSignal[];
let hear: InformerListener<KubeObject>;
let secrets: DeferredSecrets;

const subscribe = (listener: InformerListener<KubeObject>): (() => void) => {
  hear = listener;
  return () => undefined;
};

beforeEach(() => {
  ends = [];
  const watch = <T extends KubeObject>(_: ResourceType<T>, __?: object, { until }: ViewOptions = {}): Informer<T> => {
    if (until !== undefined) ends.push(until);
    return { subscribe } as unknown as Informer<T>;
  };
  secrets = new DeferredSecrets({ watch }, { subscribe });
});

describe('the watch of Secrets', () => {
  it('begins when it is asked for, once', () => {
    expect(secrets.watched).toBe(false);
    expect(secrets.watch()).toBe(secrets.watch());
    expect(ends).toHaveLength(1);
  });

  it('ends with calico-system, so that nobody asks for what nobody may read, and begins anew', () => {
    const namespaces = hear;
    secrets.watch();
    namespaces({ key: 'another', type: 'delete' } as Parameters<typeof hear>[0]);
    expect(secrets.watched).toBe(true);
    namespaces({ key: 'calico-system', type: 'delete' } as Parameters<typeof hear>[0]);
    expect([secrets.watched, ends[0]?.aborted]).toEqual([false, true]);
    secrets.watch();
    expect(ends[1]?.aborted).toBe(false);
  });
});
