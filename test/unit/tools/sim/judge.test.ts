import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { History } from '../../../../tools/observer/history.ts';
import { judge } from '../../../../tools/sim/judge.ts';
import type { Run } from '../../../../tools/sim/run.ts';

const managedFields = [{ manager: 'calico-operator', operation: 'Apply' as const, fieldsV1: {} }];

function aConfigMap(name: string, value = 'a'): KubeObject & { data: object } {
  const metadata = { name, namespace: 'calico-system', managedFields };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value } };
}

const aRun = (objects: readonly KubeObject[], more: Partial<Run> = {}): Run => ({
  history: new History(),
  objects,
  fired: [],
  lasted: 60_000,
  ...more,
});

const golden = aRun([aConfigMap('one'), aConfigMap('two')]);

describe('judge', () => {
  it('has nothing against a run that ends as the golden one', () => {
    expect(judge(aRun([aConfigMap('two'), aConfigMap('one')]), golden)).toEqual([]);
  });

  it('names what is missing, left over and different', () => {
    const other = aRun([aConfigMap('one', 'b'), aConfigMap('three')]);
    expect(judge(other, golden)).toEqual([
      'ConfigMap calico-system/two is missing',
      'ConfigMap calico-system/three is left over',
      'ConfigMap calico-system/one: .data.value: "a" became "b"',
    ]);
  });

  it('lets objects be missing where a story may end before they are made', () => {
    expect(judge(aRun([aConfigMap('one')]), golden, { objects: 'at most' })).toEqual([]);
    expect(judge(aRun([aConfigMap('three')]), golden, { objects: 'at most' })).toHaveLength(1);
  });

  it('tells why a story did not end', () => {
    const wedged = aRun(golden.objects, { failure: new Error('not within 10 minutes') });
    expect(judge(wedged, golden)).toEqual(['the story does not end: not within 10 minutes']);
  });

  it('tells crashes, but not ends that were meant', () => {
    const history = new History();
    for (const detail of ['operator-1: stopped', 'operator-2: TypeError: undefined'])
      history.append({ kind: 'note', at: 1, what: 'operator ended', detail });
    expect(judge(aRun(golden.objects, { history }), golden)).toEqual([
      'the operator crashed: operator-2: TypeError: undefined',
    ]);
  });

  it('tells writes at rest', () => {
    const history = new History();
    const request = {
      kind: 'request',
      n: 1,
      process: 'operator-1',
      caller: 'reconcile',
      path: '/',
      code: 200,
    } as const;
    const user = 'system:serviceaccount:tigera-operator:tigera-operator';
    const resource = { group: '', plural: 'configmaps' };
    history.append({ ...request, at: 59_000, user, verb: 'apply', resource, namespace: 'calico-system', name: 'one' });
    const problems = judge(aRun(golden.objects, { history }), golden);
    expect(problems).toEqual(
      expect.arrayContaining([expect.stringMatching(/apply configmaps calico-system\/one .* rest/)]),
    );
  });
});
