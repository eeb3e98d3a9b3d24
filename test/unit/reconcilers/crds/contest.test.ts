import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { Contest } from '../../../../src/reconcilers/crds/contest.ts';

const name = 'tiers.projectcalico.org';
const hourMs = 60 * 60_000;

let contest: Contest;
let generation: number;

beforeEach(() => {
  contest = new Contest();
  generation = 1;
});

function theirs(...managers: readonly string[]): KubeObject {
  const fieldsV1 = { 'f:spec': { 'f:versions': {} } };
  const managedFields = managers.map((manager) => ({ manager, operation: 'Update', fieldsV1 }) as const);
  return { apiVersion: '', kind: '', metadata: { name, uid: 'a', generation: generation++, managedFields } };
}

function loses(times: number, now = 0): void {
  for (let time = 0; time < times; time++) {
    contest.sent(name);
    contest.lost(theirs('operator'), now);
  }
}

describe('a definition that somebody else writes over', () => {
  it('is no loss before we have sent it', () => {
    for (let time = 0; time < 5; time++) contest.lost(theirs('operator'), 0);
    expect(contest.holdOf(name, 0)).toBe(0);
  });

  it('is sent again at first', () => {
    loses(2);
    expect(contest.holdOf(name, 0)).toBe(0);
  });

  it('is held back for an hour after the third time', () => {
    loses(3);
    expect(contest.holdOf(name, 0)).toBe(hourMs);
    expect(contest.holdOf(name, hourMs)).toBe(0);
  });

  it('is held back longer each time, up to a day', () => {
    loses(4);
    expect(contest.holdOf(name, 0)).toBe(2 * hourMs);
    loses(10);
    expect(contest.holdOf(name, 0)).toBe(24 * hourMs);
  });

  it('is lost once, however often it is looked at', () => {
    contest.sent(name);
    const live = theirs('operator');
    for (let time = 0; time < 5; time++) contest.lost(live, 0);
    expect(contest.holdOf(name, 0)).toBe(0);
  });

  it('is sent again at once after two days of peace', () => {
    loses(5);
    loses(1, 49 * hourMs);
    expect(contest.holdOf(name, 49 * hourMs)).toBe(0);
  });

  it('names who wrote it, without those who wrote something else of it', () => {
    contest.sent(name);
    const live = theirs('helm', 'operator');
    const status = { manager: 'kube-apiserver', operation: 'Update', subresource: 'status', fieldsV1: {} } as const;
    live.metadata.managedFields = [...(live.metadata.managedFields ?? []), status];
    contest.lost(live, 0);
    expect(contest.winnersOf(name)).toEqual(['helm', 'operator']);
  });
});
