import { describe, expect, it } from '@jest/globals';
import type { Informer } from '../../../src/k8s/informer.ts';
import type { KubeObject, ObjectMeta } from '../../../src/k8s/object.ts';
import {
  defineController,
  forEach,
  generationChanged,
  named,
  owns,
  watches,
  type Source,
} from '../../../src/runtime/define-controller.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { aConfigMap } from '../../support/kube-objects.ts';
import { ModelServer } from '../../support/model-server.ts';
import { anInformer } from '../../support/running.ts';

/** An informer, and the keys that a source on it asks for. */
function on(sourceOf: (informer: Informer<KubeObject>) => Source): {
  informer: Informer<KubeObject>;
  source: Source;
  keys: string[];
  end: () => void;
} {
  const informer = anInformer(new FakeClock(), new ModelServer());
  const source = sourceOf(informer);
  const keys: string[] = [];
  return { informer, source, keys, end: source.subscribe((key) => keys.push(key)) };
}

function ownedBy(kind: string, name: string, controller: boolean): Partial<ObjectMeta> {
  return { ownerReferences: [{ apiVersion: 'v1', kind, name, uid: 'uid', controller }] };
}

describe('a controller', () => {
  it('is what its declaration says', () => {
    const declared = { name: 'x', sources: [], reconcile: () => Promise.resolve({}) };
    expect(defineController(declared)).toBe(declared);
  });
});

describe('forEach', () => {
  it('asks for the objects themselves, before and after the subscription', () => {
    const informer = anInformer(new FakeClock(), new ModelServer());
    informer.upsert(aConfigMap('a', '1'));
    const keys: string[] = [];
    forEach(informer).subscribe((key) => keys.push(key));
    informer.upsert(aConfigMap('b', '2'));
    expect(keys).toEqual(['default/a', 'default/b']);
  });

  it('waits for the informer that it is made of', () => {
    const { informer, source } = on((informer) => forEach(informer));
    expect(source.informer).toBe(informer);
  });

  it('asks for nothing any more once it is ended', () => {
    const { informer, keys, end } = on((informer) => forEach(informer));
    end();
    informer.upsert(aConfigMap('a', '1'));
    expect(keys).toEqual([]);
  });

  it('asks for objects that were deleted', () => {
    const { informer, keys } = on((informer) => forEach(informer));
    informer.upsert(aConfigMap('a', '1'));
    informer.remove({ name: 'a', namespace: 'default', uid: 'uid-of-a', resourceVersion: '1' });
    expect(keys).toEqual(['default/a', 'default/a']);
  });
});

describe('owns', () => {
  it('asks for the controlling owner of the kind, and for no other owner', () => {
    const { informer, keys } = on((informer) => owns(informer, 'Installation'));
    informer.upsert(aConfigMap('a', '1', ownedBy('Installation', 'default', true)));
    informer.upsert(aConfigMap('b', '2', ownedBy('Installation', 'other', false)));
    informer.upsert(aConfigMap('c', '3', ownedBy('Deployment', 'another', true)));
    informer.upsert(aConfigMap('d', '4'));
    expect(keys).toEqual(['default']);
  });

  it('asks for the former owner too when ownership changes', () => {
    const { informer, keys } = on((informer) => owns(informer, 'Installation'));
    informer.upsert(aConfigMap('a', '1', ownedBy('Installation', 'old', true)));
    informer.upsert(aConfigMap('a', '2', ownedBy('Installation', 'new', true)));
    expect(keys).toEqual(['old', 'new', 'old']);
  });
});

describe('watches', () => {
  it('asks for the keys that an object concerns', () => {
    const { informer, keys } = on((informer) => watches(informer, ({ metadata }) => [metadata.name, 'all']));
    informer.upsert(aConfigMap('a', '1'));
    expect(keys).toEqual(['a', 'all']);
  });

  it('leaves out events that the predicate refuses', () => {
    const { informer, keys } = on((informer) => forEach(informer, { when: named('a', 'b') }));
    for (const name of ['a', 'b', 'c']) informer.upsert(aConfigMap(name, '1'));
    expect(keys).toEqual(['default/a', 'default/b']);
  });
});

describe('generationChanged', () => {
  it('takes changes of status alone for no news', () => {
    const { informer, keys } = on((informer) =>
      watches(informer, ({ metadata }) => [metadata.resourceVersion ?? ''], {
        when: generationChanged,
      }),
    );
    informer.upsert(aConfigMap('a', '1', { generation: 1 }));
    informer.upsert(aConfigMap('a', '2', { generation: 1 }));
    informer.upsert(aConfigMap('a', '3', { generation: 2 }));
    expect(keys).toEqual(['1', '3', '2']);
  });
});
