import { describe, expect, it } from '@jest/globals';
import type { CrdDifference } from '../../../../src/crds/compare-crds.ts';
import type { KubeObject, ObjectMeta } from '../../../../src/k8s/object.ts';
import { firstLook, judgeSets, type Compared } from '../../../../src/reconcilers/crds/judge.ts';

const ours = { digest: 'abc', release: 'v1.2.0' };

function live(metadata: Partial<ObjectMeta>): KubeObject {
  return { apiVersion: '', kind: '', metadata: { name: 'tiers', ...metadata } };
}

function written(digest: string, release: string): KubeObject {
  const fieldsV1 = { 'f:spec': { 'f:versions': {} } };
  return live({
    annotations: { 'operator.tigera.io/crd-digest': digest, 'operator.tigera.io/crd-release': release },
    managedFields: [{ manager: 'calico-operator', operation: 'Apply', fieldsV1 }],
  });
}

describe('a first look at a definition', () => {
  it.each([
    ['missing', undefined],
    ['terminating', live({ deletionTimestamp: '2026-01-01T00:00:00Z' })],
    ['ignored', live({ annotations: { 'unsupported.operator.tigera.io/ignore': 'true' } })],
    ['unknown', live({})],
    ['current', written('abc', 'v1.1.0')],
    ['older', written('old', 'v1.1.9')],
    ['older', written('another build', 'v1.2.0')],
    ['newer', written('new', 'v1.3.0')],
  ] as const)('tells that it is %s', (look, object) => {
    expect(firstLook(object, ours)).toBe(look);
  });
});

const fields = (count: number): string[] => Array.from({ length: count }, (_, index) => `v1 .field${index}`);

function difference(onlyLive: number, onlyOurs: number, liveVersions: readonly string[] = []): CrdDifference {
  return { onlyLive: fields(onlyLive), onlyOurs: fields(onlyOurs), liveVersions };
}

function judged(...verdicts: readonly Compared['verdict'][]): (string | undefined)[] {
  const names = verdicts.map((_, index) => `${index}`);
  const compared = verdicts.map((verdict, index) => ({ name: `${index}`, set: 'v3', verdict }) as const);
  const judgements = judgeSets(compared);
  return names.map((name) => judgements.get(name));
}

describe('a set of definitions', () => {
  it('that lacks nothing and has nothing more is the same', () => {
    expect(judged(difference(0, 0), difference(0, 0))).toEqual(['same', 'same']);
  });

  it('that lacks more than it has is older, as a whole', () => {
    expect(judged(difference(0, 5), difference(1, 1), difference(0, 0))).toEqual(['older', 'older', 'same']);
  });

  it('that has more than it lacks is newer, as a whole', () => {
    expect(judged(difference(5, 0), difference(0, 1), difference(0, 0))).toEqual(['newer', 'newer', 'newer']);
  });

  it('in which one was written by a later release of ours is newer', () => {
    expect(judged('newer', difference(0, 5), 'older')).toEqual(['newer', 'newer', 'newer']);
  });

  it('that is older keeps definitions that only have more', () => {
    expect(judged(difference(0, 5), difference(1, 0))).toEqual(['older', 'newer']);
  });

  it('that is older keeps versions that we do not know', () => {
    expect(judged(difference(1, 5, ['v2']))).toEqual(['newer']);
  });

  it('says nothing about another set', () => {
    const one = { name: 'a', set: 'v3', verdict: difference(1, 0) } as const;
    const other = { name: 'b', set: 'operator', verdict: difference(0, 1) } as const;
    expect([...judgeSets([one, other]).values()]).toEqual(['newer', 'older']);
  });
});
