import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  foldConditions,
  type PassOutcome,
  type Situation,
} from '../../../../src/reconcilers/status/fold-conditions.ts';
import type { WorkloadHealth } from '../../../../src/reconcilers/status/workload-health.ts';

const done: PassOutcome = { ended: 'done', waits: [], warnings: [] };
const failed: PassOutcome = { ended: 'failed', reason: 'InvalidConfigurationError', message: 'not so' };
const waiting: PassOutcome = { ended: 'waiting', reason: 'ResourceNotFound', message: 'waiting for pools' };
const healthy: WorkloadHealth = { kind: 'DaemonSet', name: 'calico-node', verdict: 'healthy', progress: '' };
const troubled: PassOutcome = { ...done, problem: { reason: 'CertificateError', message: 'it ends soon' } };
const absent: WorkloadHealth = { ...healthy, verdict: 'progressing', progress: 'is being created', missing: true };
const rolling: WorkloadHealth = { ...healthy, verdict: 'progressing', progress: '1 of 3 nodes updated' };

function aSituation(changes: Partial<Situation>): Situation {
  return { outcome: done, workloads: [healthy], podFailures: [], wasAvailable: false, ...changes };
}

/** Status of Available, Progressing and Degraded. */
function statuses(changes: Partial<Situation>): string[] {
  return foldConditions(aSituation(changes)).map(({ status }) => status);
}

function message(type: string, changes: Partial<Situation>): string | undefined {
  return foldConditions(aSituation(changes)).find((condition) => condition.type === type)?.message;
}

describe('foldConditions', () => {
  it.each<[string, Partial<Situation>, string[]]>([
    ['all is well', {}, ['True', 'False', 'False']],
    ['there is no workload', { workloads: [] }, ['True', 'False', 'False']],
    ['a workload rolls', { workloads: [healthy, rolling] }, ['False', 'True', 'False']],
    ['a component is held back', { outcome: { ...done, waits: ['held'] } }, ['True', 'True', 'False']],
    ['an edit is refused', { outcome: failed }, ['True', 'False', 'True']],
    ['an edit is refused while a workload rolls', { outcome: failed, workloads: [rolling] }, ['False', 'True', 'True']],
    ['the first input is refused', { outcome: failed, workloads: [] }, ['False', 'False', 'True']],
    ['a later input is refused', { outcome: failed, workloads: [], wasAvailable: true }, ['True', 'False', 'True']],
    [
      'the first input is refused, and nothing was made',
      { outcome: failed, workloads: [absent] },
      ['False', 'False', 'True'],
    ],
    ['something is being made', { workloads: [absent] }, ['False', 'True', 'False']],
    ['something has not come yet', { outcome: waiting, workloads: [] }, ['False', 'True', 'False']],
    ['all is done and somebody has to act', { outcome: troubled }, ['True', 'False', 'True']],
    ['pods cannot run', { workloads: [rolling], podFailures: ['pod x crashes'] }, ['False', 'True', 'True']],
  ])('when %s', (_, changes, expected) => {
    expect(statuses(changes)).toEqual(expected);
  });

  it('says the same in all conditions when all is well', () => {
    const said = { reason: 'AllObjectsAvailable', message: 'All objects available' };
    expect(foldConditions(aSituation({}))).toMatchObject([said, said, said]);
  });

  it('tells shortages and warnings without making them a problem', () => {
    const short = { ...healthy, kind: 'Deployment', name: 'calico-typha', warning: '1 of 3 pods available' } as const;
    const outcome: PassOutcome = { ended: 'done', waits: [], warnings: ['look here'] };
    expect(message('Available', { outcome, workloads: [short] })).toBe(
      'All objects available; Deployment calico-typha: 1 of 3 pods available; look here',
    );
  });

  it('tells what is wrong though all was done, before failing pods', () => {
    const conditions = foldConditions(aSituation({ outcome: troubled, podFailures: ['pod a'] }));
    expect(conditions[2]).toMatchObject({ reason: 'CertificateError', message: 'it ends soon\npod a' });
  });

  it('tells progress, pod failures and the refusal, each line by itself', () => {
    const changes = { outcome: failed, workloads: [rolling], podFailures: ['pod b', 'pod a'] };
    expect(message('Progressing', changes)).toBe('DaemonSet calico-node: 1 of 3 nodes updated');
    expect(message('Degraded', changes)).toBe('not so\npod a\npod b');
  });

  it('gives pod failures a reason of their own', () => {
    const degraded = foldConditions(aSituation({ podFailures: ['pod a'] }))[2];
    expect(degraded).toMatchObject({ reason: 'PodFailure', message: 'pod a' });
  });

  it('says the same whatever the order of facts', () => {
    const facts = fc.record({ waits: fc.array(fc.string()), podFailures: fc.array(fc.string()) });
    fc.assert(
      fc.property(facts, ({ waits, podFailures }) => {
        const fold = (turn: <T>(list: readonly T[]) => readonly T[]): unknown =>
          foldConditions(aSituation({ outcome: { ...done, waits: turn(waits) }, podFailures: turn(podFailures) }));
        expect(fold((list) => list.toReversed())).toEqual(fold((list) => list));
      }),
    );
  });
});
