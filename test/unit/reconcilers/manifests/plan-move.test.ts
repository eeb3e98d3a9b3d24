import { describe, expect, it } from '@jest/globals';
import type { DaemonSet, Deployment } from '../../../../src/crds/generated/core.gen.ts';
import { MOVE_LABEL } from '../../../../src/crds/manifests/facts.ts';
import { planMove, type MoveFacts, type MoveStep } from '../../../../src/reconcilers/manifests/plan-move.ts';
import type { MovingNode } from '../../../../src/reconcilers/manifests/node-moves.ts';
import { formerInstall } from '../../../../tools/cluster/former-install.ts';

const { node: bareNode, typha: bareTypha, kubeControllers } = formerInstall();

function held(live: DaemonSet, value: string, observedGeneration = 1): DaemonSet {
  const made = structuredClone(live);
  made.metadata.generation = 1;
  Object.assign(made.spec?.template.spec ?? {}, { nodeSelector: { [MOVE_LABEL]: value } });
  return { ...made, status: { observedGeneration } as NonNullable<DaemonSet['status']> };
}

const typha = { ...bareTypha, spec: { ...bareTypha.spec, replicas: 3 } } as Deployment;
const available = (availableReplicas: number): Deployment => ({ ...typha, status: { availableReplicas } });
const nodes = (label?: string): MovingNode[] =>
  ['a', 'b', 'c', 'd'].map((name) => ({
    name,
    ready: true,
    former: { ready: true },
    ...(label !== undefined && { label }),
  }));
const done = nodes('migrated').map(({ name, ready, label = '' }) => ({ name, ready, label, current: { ready } }));

/** Each step with what is done before it. */
const ready: MoveFacts = {
  formerNode: held(bareNode, 'pre-operator'),
  formerTypha: { ...typha, spec: { ...typha.spec, replicas: 2 } } as Deployment,
  inTheWay: [],
  node: held(bareNode, 'migrated'),
  typha: available(2),
  typhaReplicas: 2,
  nodes: nodes('pre-operator'),
  isRecorded: true,
  budget: 1,
  now: 0,
};

const stepOf = (facts: Partial<MoveFacts>): MoveStep => planMove({ ...ready, ...facts }).step;

describe('planMove', () => {
  it('begins only when what was read stands in the status', () => {
    expect(stepOf({ isRecorded: false })).toHaveProperty('for', expect.stringContaining('adoptedFields'));
  });

  it('removes the old controllers first', () => {
    expect(stepOf({ inTheWay: [kubeControllers], formerNode: bareNode })).toEqual({
      do: 'delete',
      objects: [kubeControllers],
    });
  });

  it('waits until the new DaemonSet runs on moved nodes only', () => {
    expect(stepOf({ node: undefined })).toMatchObject({ do: 'wait' });
  });

  it('calls nodes moved at once that have the new calico-node, where manifests are applied again', () => {
    const [first, ...others] = nodes();
    const back = { formerNode: bareNode, node: bareNode, nodes: [{ ...first, current: { ready: true } }, ...others] };
    expect(stepOf(back as Partial<MoveFacts>)).toEqual({ do: 'label', nodes: ['a'], value: 'migrated' });
    expect(stepOf({ ...back, nodes: nodes('migrated') })).toMatchObject({ do: 'wait' });
  });

  it('labels every node before the old DaemonSet asks for the label', () => {
    const [first] = nodes('pre-operator');
    const some = [{ ...first, label: 'pre-operator' } as MovingNode, ...nodes().slice(1)];
    expect(stepOf({ formerNode: bareNode, nodes: some })).toEqual({
      do: 'label',
      nodes: ['b', 'c', 'd'],
      value: 'pre-operator',
    });
    expect(stepOf({ formerNode: bareNode })).toEqual({ do: 'hold nodes' });
  });

  it('waits until the old DaemonSet has noticed', () => {
    expect(stepOf({ formerNode: held(bareNode, 'pre-operator', 0) })).toMatchObject({ do: 'wait' });
  });

  it('makes room for Typha, and waits for most of it', () => {
    expect(stepOf({ formerTypha: typha })).toEqual({ do: 'scale', replicas: 2 });
    expect(stepOf({ formerTypha: typha, nodes: nodes('pre-operator').slice(0, 1) })).toEqual({
      do: 'scale',
      replicas: 0,
    });
    expect(stepOf({ typha: available(1) })).toHaveProperty('for', expect.stringContaining('1 of 2'));
  });

  it('moves nodes, and removes the old DaemonSet at the very end', () => {
    expect(stepOf({})).toEqual({ do: 'label', nodes: ['a'], value: 'migrated' });
    expect(stepOf({ nodes: done })).toEqual({ do: 'finish', objects: [ready.formerTypha, ready.formerNode] });
  });
});
