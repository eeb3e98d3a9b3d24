import { Authors, beginsDeletion } from '../authors.ts';
import { kindOf, replay, subjectOfChange, type ClusterState } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { subjectOf, type Happening, type ObjectChange, type RequestMade } from '../history.ts';
import { isSame, numberAt, valueAt } from '../value-at.ts';
import { invariant } from './invariant.ts';

/** Rollouts themselves are the DaemonSet controller's, within the budget in the spec; this is about what the operator asks for. */
export const calicoNodeStays = invariant(
  'I8',
  'calico-node is neither deleted nor unselected outside teardown, its pods are not deleted one by one, kube-proxy is off only after BPF is on everywhere, and BPF only after kube-proxy is on',
  function* (history, facts) {
    const authors = new Authors(history, facts);
    for (const { happening, state } of replay(history)) {
      const wrong = wrongOf(happening, state, { authors, facts });
      if (wrong !== undefined) yield { at: happening.at, what: wrong };
    }
  },
);

interface Known {
  readonly authors: Authors;
  readonly facts: Facts;
}

function wrongOf(happening: Happening, state: ClusterState, { authors, facts }: Known): string | undefined {
  if (happening.kind === 'request') return wrongRequest(happening, facts);
  if (happening.kind !== 'object' || !authors.isOperators(happening)) return undefined;
  if (happening.resource.plural === 'felixconfigurations') return wrongFelix(happening, state);
  if (kindOf(happening.resource) !== 'daemonsets.apps') return undefined;
  const { name, namespace = '' } = happening.object.metadata;
  if (name === 'kube-proxy') return wrongProxy(happening, state);
  return name === 'calico-node' && facts.ownNamespaces.includes(namespace) ? wrongNode(happening, state) : undefined;
}

function wrongRequest(request: RequestMade, { operatorUser }: Facts): string | undefined {
  const deletesPod = request.verb === 'delete' && request.resource.plural === 'pods' && request.user === operatorUser;
  return deletesPod ? `${subjectOf(request)} was deleted by the operator` : undefined;
}

function wrongProxy(change: ObjectChange, state: ClusterState): string | undefined {
  const isTooEarly = unselects(change) && !bpfIsOn(state);
  return isTooEarly ? `${subjectOfChange(change)} was taken off its nodes before BPF is on` : undefined;
}

function wrongNode(change: ObjectChange, state: ClusterState): string | undefined {
  const subject = subjectOfChange(change);
  if (beginsDeletion(change)) {
    const stays = state
      .all('installations.operator.tigera.io')
      .some(({ metadata }) => metadata.deletionTimestamp === undefined);
    return stays ? `${subject} was deleted while an Installation wants it` : undefined;
  }
  return change.before !== undefined && change.type === 'MODIFIED' && unselects(change)
    ? `${subject} was taken off nodes`
    : undefined;
}

/** Where kube-proxy was taken off, nobody would balance Services. */
function wrongFelix({ object, before }: ObjectChange, state: ClusterState): string | undefined {
  const [is, was] = [object, before].map((each) => valueAt(each, 'spec', 'bpfEnabled'));
  const proxy = state.get('daemonsets.apps', 'kube-proxy', 'kube-system');
  if (was !== true || is === true || proxy === undefined) return undefined;
  const selector = valueAt(proxy, 'spec', 'template', 'spec', 'nodeSelector', 'operator.tigera.io/disable-kube-proxy');
  return selector === undefined ? undefined : 'BPF was switched off before kube-proxy was switched on';
}

/** Whether a DaemonSet asks for more of its nodes than before. */
function unselects({ object, before }: ObjectChange): boolean {
  const path = ['spec', 'template', 'spec', 'nodeSelector'];
  const [now, was] = [object, before].map((state) => Object.entries(valueAt(state, ...path) ?? {}));
  return (now ?? []).some((entry) => !(was ?? []).some((other) => isSame(other, entry)));
}

function bpfIsOn(state: ClusterState): boolean {
  const felix =
    state.get('felixconfigurations.projectcalico.org', 'default') ??
    state.get('felixconfigurations.crd.projectcalico.org', 'default');
  const node = state.get('daemonsets.apps', 'calico-node', 'calico-system');
  const counts = ['updatedNumberScheduled', 'numberAvailable'].map((count) => numberAt(node, 'status', count));
  const wanted = numberAt(node, 'status', 'desiredNumberScheduled');
  return valueAt(felix, 'spec', 'bpfEnabled') === true && counts.every((count) => count >= wanted);
}
