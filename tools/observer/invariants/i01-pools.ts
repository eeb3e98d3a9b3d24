import { cidrContains, parseCidr } from '../../../src/crds/cidr.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { operatorChanges, beginsDeletion } from '../authors.ts';
import { subjectOfChange, type ClusterState } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { listAt, textAt, textsAt, valueAt } from '../value-at.ts';
import { invariant, type Finding } from './invariant.ts';

/**
 * Pools carry the addresses of running pods. Whether validation was available at that moment is not in a history, so
 * that part of the rule is left to the tests of the pool controller.
 */
export const poolsAreSafe = invariant(
  'I1',
  'The operator deletes no IPPool that has allocations, unless its annotation allows it, or that is not its own; it re-enables none that the user disabled, and changes no range and no size of blocks',
  function* (history, facts) {
    for (const { change, state } of operatorChanges(history, facts)) {
      if (change.resource.plural !== 'ippools') continue;
      const pool = change.before ?? change.object;
      const wrongs = beginsDeletion(change) ? wrongDeletion(pool, state) : wrongChange(pool, change.object, facts);
      for (const wrong of wrongs) yield finding(change.at, `${subjectOfChange(change)} ${wrong}`);
    }
  },
);

function wrongDeletion(pool: KubeObject, state: ClusterState): string[] {
  const blocks = [...state.all('ipamblocks.crd.projectcalico.org'), ...state.all('ipamblocks.projectcalico.org')];
  const used = blocks.filter((block) => lies(block, pool) && holdsAddresses(block));
  const mayGo = textsAt(pool, 'metadata', 'annotations')['operator.tigera.io/delete-in-use'] === 'true';
  const isOurs = textsAt(pool, 'metadata', 'labels')['app.kubernetes.io/managed-by'] === 'tigera-operator';
  return [
    ...(mayGo ? [] : used.map(({ metadata }) => `was deleted while block ${metadata.name} holds addresses`)),
    ...(isOurs ? [] : ['was deleted although it is not labelled as managed by the operator']),
  ];
}

function wrongChange(before: KubeObject, after: KubeObject, facts: Facts): string[] {
  const [wasDisabled, isDisabled] = [before, after].map((pool) => isDisabledByOthers(pool, facts));
  const moved = ['cidr', 'blockSize'].filter((field) => {
    const [old, now] = [before, after].map((pool) => valueAt(pool, 'spec', field));
    return old !== undefined && old !== now;
  });
  return [
    ...(wasDisabled === true && isDisabled === false ? ['was enabled again, or is about to'] : []),
    ...moved.map((field) => `got another ${field}`),
  ];
}

/** By managedFields, which the operator must leave to them, too; what it has disabled itself it may enable. */
function isDisabledByOthers(pool: KubeObject, { fieldManager, formerManagers }: Facts): boolean {
  const own = new Set([fieldManager, ...formerManagers]);
  const theirs = (pool.metadata.managedFields ?? []).filter(({ manager = '' }) => !own.has(manager));
  const isTheirs = theirs.some(({ fieldsV1 }) => fieldsV1?.['f:spec']?.['f:disabled'] !== undefined);
  return isTheirs && valueAt(pool, 'spec', 'disabled') === true;
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
