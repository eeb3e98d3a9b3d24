import { cidrContains, parseCidr } from '../../../src/crds/cidr.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { operatorChanges, beginsDeletion } from '../authors.ts';
import { subjectOfChange, type ClusterState } from '../cluster-state.ts';
import { listAt, textAt, textsAt, valueAt } from '../value-at.ts';
import { invariant, type Finding } from './invariant.ts';

/**
 * Pools carry the addresses of running pods. Whether validation was available at that moment is not in a history, so
 * that part of the rule is left to the tests of the pool controller.
 */
export const poolsAreSafe = invariant(
  'I1',
  'The operator deletes no IPPool that has allocations or is not its own, and re-enables none that the user disabled',
  function* (history, facts) {
    for (const { change, state } of operatorChanges(history, facts)) {
      if (change.resource.plural !== 'ippools') continue;
      const pool = change.before ?? change.object;
      const wrongs = beginsDeletion(change) ? wrongDeletion(pool, state) : wrongChange(pool, change.object);
      for (const wrong of wrongs) yield finding(change.at, `${subjectOfChange(change)} ${wrong}`);
    }
  },
);

function wrongDeletion(pool: KubeObject, state: ClusterState): string[] {
  const blocks = [...state.all('ipamblocks.crd.projectcalico.org'), ...state.all('ipamblocks.projectcalico.org')];
  const used = blocks.filter((block) => lies(block, pool) && holdsAddresses(block));
  const isOurs = textsAt(pool, 'metadata', 'labels')['app.kubernetes.io/managed-by'] === 'tigera-operator';
  return [
    ...used.map(({ metadata }) => `was deleted while block ${metadata.name} holds addresses`),
    ...(isOurs ? [] : ['was deleted although it is not labelled as managed by the operator']),
  ];
}

function wrongChange(before: KubeObject, after: KubeObject): string[] {
  const wasDisabled = valueAt(before, 'spec', 'disabled') === true;
  return wasDisabled && valueAt(after, 'spec', 'disabled') !== true ? ['was enabled again'] : [];
}

function lies(block: KubeObject, pool: KubeObject): boolean {
  const [inner, outer] = [block, pool].map((object) => parseCidr(textAt(object, 'spec', 'cidr') ?? ''));
  return inner !== undefined && outer !== undefined && cidrContains(outer, inner);
}

/** An entry of `allocations` that is a number points at the attributes of who has the address. */
function holdsAddresses(block: KubeObject): boolean {
  return listAt(block, 'spec', 'allocations').some((entry) => entry !== null);
}

const finding = (at: number, what: string): Finding => ({ at, what });
