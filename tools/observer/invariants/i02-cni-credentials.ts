import type { KubeObject } from '../../../src/k8s/object.ts';
import { kindOf, replayChanges, subjectOfChange, type ClusterState } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import type { History, ObjectChange } from '../history.ts';
import { textAt, valueAt } from '../value-at.ts';
import { invariant } from './invariant.ts';

const names = new Set(['calico-node', 'calico-cni-plugin']);
const kinds = new Set([
  'serviceaccounts',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
]);
const protector = 'tigera.io/cni-protector';
/** What somebody deletes must be back after this time. */
const repairMs = 10_000;
/** A pod that should have ended so long ago sits on a dead node: nobody waits for it. */
const givenUpMs = 30_000;

/** Without them the CNI plugin cannot take pods off the network, and they hang. */
export const cniCredentialsStay = invariant(
  'I2',
  'ServiceAccounts, ClusterRoles and bindings of calico-node and of the CNI plugin outlive the pods that need them; cni-protector goes last',
  function* (history, facts) {
    const ending = new Map<string, number>();
    for (const { change, state } of replayChanges(history)) {
      noteEnding(change, ending);
      if (!isCredential(change, facts) || !takesAway(change)) continue;
      const pods = needing(state, facts).filter(
        ({ metadata }) => change.at - (ending.get(metadata.name) ?? Infinity) < givenUpMs || !ending.has(metadata.name),
      );
      if (pods.length === 0 || comesBack(history, change)) continue;
      const left = pods.map(({ metadata }) => metadata.name).join(', ');
      yield {
        at: change.at,
        what: `${subjectOfChange(change)} lost ${lossOf(change)} while these pods need it: ${left}`,
      };
    }
  },
);

function noteEnding({ resource, object, at }: ObjectChange, ending: Map<string, number>): void {
  const { name, deletionTimestamp } = object.metadata;
  if (resource.plural === 'pods' && deletionTimestamp !== undefined && !ending.has(name)) ending.set(name, at);
}

function isCredential({ resource, object }: ObjectChange, { ownNamespaces }: Facts): boolean {
  const { name, namespace } = object.metadata;
  const isHere = namespace === undefined || ownNamespaces.includes(namespace);
  return kinds.has(kindOf(resource)) && names.has(name) && isHere;
}

function takesAway({ type, object, before }: ObjectChange): boolean {
  const had = before?.metadata.finalizers?.includes(protector) === true;
  return type === 'DELETED' || (had && object.metadata.finalizers?.includes(protector) !== true);
}

function lossOf({ type }: ObjectChange): string {
  return type === 'DELETED' ? 'its life' : protector;
}

/** Pods of ours that the CNI plugin will be called for, and calico-node, which serves it. */
function needing(state: ClusterState, { ownNamespaces }: Facts): KubeObject[] {
  return state.all('pods').filter((pod) => {
    const { namespace = '', labels } = pod.metadata;
    const isScheduled = textAt(pod, 'spec', 'nodeName') !== undefined;
    const needsNetwork = valueAt(pod, 'spec', 'hostNetwork') !== true || labels?.['k8s-app'] === 'calico-node';
    return ownNamespaces.includes(namespace) && isScheduled && needsNetwork;
  });
}

/** Whether what was lost is there again soon after. */
function comesBack({ changes }: History, lost: ObjectChange): boolean {
  const subject = subjectOfChange(lost);
  const later = changes.slice(changes.indexOf(lost) + 1).filter(({ at }) => at <= lost.at + repairMs);
  return later.some(
    (change) => change.type !== 'DELETED' && subjectOfChange(change) === subject && hasAgain(change, lost),
  );
}

function hasAgain({ object }: ObjectChange, lost: ObjectChange): boolean {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  return deletionTimestamp === undefined && (lost.type === 'DELETED' || finalizers.includes(protector));
}
