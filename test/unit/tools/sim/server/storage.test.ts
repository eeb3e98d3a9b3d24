import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../../src/k8s/object.ts';
import { Storage, type Commit } from '../../../../../tools/sim/server/storage.ts';

const configMaps = { group: '', plural: 'configmaps' };
const named = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const namesOf = (objects: readonly KubeObject[] | undefined): string[] | undefined =>
  objects?.map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion ?? ''}`);

describe('the storage', () => {
  let commits: Commit[];
  let storage: Storage;

  beforeEach(() => {
    commits = [];
    storage = new Storage((commit) => void commits.push(commit));
    storage.put(configMaps, named('b'));
    storage.put(configMaps, named('a'));
  });

  it('counts every commit and gives each object the revision of its last one', () => {
    storage.put(configMaps, named('b'));
    expect(namesOf(storage.list(configMaps))).toEqual(['a@3', 'b@4']);
    expect(storage.revision).toBe(4);
  });

  it('tells each commit with what was before', () => {
    storage.put(configMaps, named('b'));
    storage.remove(configMaps, 'b');
    expect(commits.map(({ type, before }) => `${type} ${before?.metadata.resourceVersion ?? '-'}`)).toEqual([
      'ADDED -',
      'ADDED -',
      'MODIFIED 2',
      'DELETED 4',
    ]);
  });

  it('gives the last state of a deleted object the revision of the deletion', () => {
    storage.remove(configMaps, 'a');
    expect(commits.at(-1)?.object.metadata.resourceVersion).toBe('4');
  });

  it('knows the collection as it was at an earlier revision', () => {
    storage.put(configMaps, named('b'));
    storage.remove(configMaps, 'a');
    expect(namesOf(storage.listAt(configMaps, 2))).toEqual(['b@2']);
    expect(namesOf(storage.listAt(configMaps, 3))).toEqual(['a@3', 'b@2']);
  });

  it('forgets the past when it is compacted, and only that', () => {
    storage.compact();
    storage.put(configMaps, named('c'));
    expect(storage.since(configMaps, 2)).toBeUndefined();
    expect(storage.listAt(configMaps, 2)).toBeUndefined();
    expect(storage.since(configMaps, 3)?.map(({ object }) => object.metadata.name)).toEqual(['c']);
  });

  it('goes back to a snapshot and says what that changed', () => {
    const snapshot = storage.snapshot();
    storage.put(configMaps, named('a'));
    storage.remove(configMaps, 'b');
    storage.put(configMaps, named('c'));
    const changes = storage.restore(snapshot);
    expect(changes.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual([
      'DELETED c',
      'ADDED b',
      'MODIFIED a',
    ]);
    expect(storage.revision).toBe(3);
  });
});
