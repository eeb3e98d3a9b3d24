import { cidrContains, parseCidr } from '../../../src/crds/cidr.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { Authors, beginsDeletion } from '../authors.ts';
import { replayChanges, subjectOfChange, type ClusterState } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import type { ObjectChange } from '../history.ts';
import { asUsersSeeIt, isStoredPool } from '../stored-pools.ts';
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
    const authors = new Authors(history, facts);
    const disablers = new Disablers(facts);
    for (const { change, state } of replayChanges(history)) {
      if (change.resource.plural !== 'ippools') continue;
      const isOperators = authors.isOperators(change);
      for (const wrong of isOperators ? wrongsOf(change, state, disablers) : [])
        yield finding(change.at, `${subjectOfChange(change)} ${wrong}`);
      disablers.take(change, isOperators);
    }
  },
);

function wrongsOf(change: ObjectChange, state: ClusterState, disablers: Disablers): string[] {
  const { resource, before, object } = change;
  if (beginsDeletion(change)) return wrongDeletion(asUsersSeeIt(resource, before ?? object), state);
  return wrongChange(before ?? object, object, (pool) => disablers.isOthers(change, pool));
}

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

function wrongChange(before: KubeObject, after: KubeObject, isTheirs: (pool: KubeObject) => boolean): string[] {
  const [wasDisabled, isDisabled] = [before, after].map((pool) => isTheirs(pool) && isOff(pool));
  const moved = ['cidr', 'blockSize'].filter((field) => {
    const [old, now] = [before, after].map((pool) => valueAt(pool, 'spec', field));
    return old !== undefined && old !== now;
  });
  return [
    ...(wasDisabled === true && isDisabled === false ? ['was enabled again, or is about to'] : []),
    ...moved.map((field) => `got another ${field}`),
  ];
}

/** Who has disabled pools; what the operator has disabled itself it may enable. */
class Disablers {
  readonly #own: ReadonlySet<string>;
  /** Stored pools that others have disabled. */
  readonly #theirs = new Set<string>();

  constructor({ fieldManager, formerManagers }: Facts) {
    this.#own = new Set([fieldManager, ...formerManagers]);
  }

  /** By managedFields, which the operator must leave to them, too; of stored pools, by who has done it. */
  isOthers(change: ObjectChange, pool: KubeObject): boolean {
    if (isStoredPool(change.resource)) return this.#theirs.has(subjectOfChange(change));
    const theirs = (pool.metadata.managedFields ?? []).filter(({ manager = '' }) => !this.#own.has(manager));
    return theirs.some(({ fieldsV1 }) => fieldsV1?.['f:spec']?.['f:disabled'] !== undefined);
  }

  take(change: ObjectChange, isOperators: boolean): void {
    const { type, object, before } = change;
    const subject = subjectOfChange(change);
    if (type === 'DELETED' || !isOff(object)) this.#theirs.delete(subject);
    else if (!isOperators && (before === undefined || !isOff(before))) this.#theirs.add(subject);
  }
}

const isOff = (pool: KubeObject): boolean => valueAt(pool, 'spec', 'disabled') === true;

function lies(block: KubeObject, pool: KubeObject): boolean {
  const [inner, outer] = [block, pool].map((object) => parseCidr(textAt(object, 'spec', 'cidr') ?? ''));
  return inner !== undefined && outer !== undefined && cidrContains(outer, inner);
}

/** An entry of `allocations` that is a number points at the attributes of who has the address. */
function holdsAddresses(block: KubeObject): boolean {
  return listAt(block, 'spec', 'allocations').some((entry) => entry !== null);
}

const finding = (at: number, what: string): Finding => ({ at, what });
