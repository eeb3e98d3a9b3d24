import { kindOf } from './cluster-state.ts';
import type { Facts } from './facts.ts';
import type { ObjectChange } from './history.ts';
import { isReady } from './live-nodes.ts';
import { isSame, valueAt } from './value-at.ts';

/** Kinds whose content what the operator renders depends on. */
const contentKinds = new Set(['secrets', 'configmaps', 'services', 'namespaces']);
const specKinds = new Set([
  'nodes',
  'ippools.projectcalico.org',
  'felixconfigurations.projectcalico.org',
  'bgpconfigurations.projectcalico.org',
]);

/** Whether a change gives the operator a reason to render something else. */
export function isInput(change: ObjectChange, facts: Facts): boolean {
  const { type, resource, object, before } = change;
  if (!concernsTheOperator(change, facts)) return false;
  if (type !== 'MODIFIED') return true;
  if (resource.plural === 'nodes' && isReady(object) !== isReady(before)) return true;
  return [['spec'], ['data'], ['metadata', 'labels']].some(
    (path) => !isSame(valueAt(object, ...path), valueAt(before, ...path)),
  );
}

function concernsTheOperator({ resource, object }: ObjectChange, { operatorNamespace }: Facts): boolean {
  const kind = kindOf(resource);
  if (resource.group === 'operator.tigera.io' || contentKinds.has(kind) || specKinds.has(kind)) return true;
  // Calico from manifests is read from there.
  if (kind === 'daemonsets.apps' && object.metadata.namespace === 'kube-system') return true;
  return kind === 'deployments.apps' && object.metadata.namespace === operatorNamespace;
}
