import { compareVersions } from '../../../src/reconcilers/installation/version-hold.ts';
import { Authors } from '../authors.ts';
import { kindOf, replay, type ClusterState } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import type { Happening, ObjectChange } from '../history.ts';
import { LiveNodes } from '../live-nodes.ts';
import { listAt, textAt } from '../value-at.ts';
import { invariant } from './invariant.ts';

/**
 * Typha refuses calico-nodes that are older than itself. Nodes count that have been heard for a while: nobody waits for
 * others. Releases are read off the images.
 */
export const versionOrder = invariant(
  'I21',
  'No Typha is newer than a calico-node of a live node; the version in the status is that of every live node',
  function* (history, facts) {
    const authors = new Authors(history, facts);
    const nodes = new LiveNodes(facts.lagMs);
    for (const { happening, state } of replay(history)) {
      nodes.take(happening);
      if (happening.kind !== 'object' || !authors.isOperators(happening)) continue;
      const what = wrongOf(happening, { state, nodes, facts });
      if (what !== undefined) yield { at: happening.at, what };
    }
  },
);

interface Moment {
  readonly state: ClusterState;
  readonly nodes: LiveNodes;
  readonly facts: Facts;
}

function wrongOf(change: ObjectChange, moment: Moment): string | undefined {
  const { name, namespace = '' } = change.object.metadata;
  const kind = kindOf(change.resource);
  if (kind === 'installations.operator.tigera.io') return wrongVersion(change, moment);
  if (!moment.facts.ownNamespaces.includes(namespace)) return undefined;
  if (kind === 'deployments.apps' && name === 'calico-typha') return typhaTooEarly(change, moment);
  return kind === 'daemonsets.apps' && name === 'calico-node' ? nodeTooEarly(change, moment) : undefined;
}

/** The releases between which a change moves a workload; undefined where it moves it between none. */
function moved({ object, before }: ObjectChange, container: string): readonly [string, string] | undefined {
  const [is, was] = [object, before].map((each) => releaseOf(listAt(each, ...templateContainers), container));
  return is === undefined || was === undefined || is === was ? undefined : [was, is];
}

function typhaTooEarly(change: ObjectChange, moment: Moment): string | undefined {
  const [, version] = moved(change, 'calico-typha') ?? [];
  if (version === undefined) return undefined;
  const late = runningOn(change, moment, 'calico-node').find((pod) => compareVersions(pod.version, version) < 0);
  return late && `Typha moved to ${version} while calico-node on ${late.node} was ${late.version}`;
}

function nodeTooEarly(change: ObjectChange, moment: Moment): string | undefined {
  const [was = '', version] = moved(change, 'calico-node') ?? [];
  if (version === undefined || compareVersions(version, was) > 0) return undefined;
  const newer = runningOn(change, moment, 'calico-typha').find((pod) => compareVersions(pod.version, version) > 0);
  return newer && `calico-node went back to ${version} while Typha on ${newer.node} was ${newer.version}`;
}

function wrongVersion(change: ObjectChange, moment: Moment): string | undefined {
  const [is, was] = [change.object, change.before].map((each) => textAt(each, 'status', 'calicoVersion'));
  if (is === undefined || is === was) return undefined;
  const other = runningOn(change, moment, 'calico-node').find(({ version }) => compareVersions(version, is) !== 0);
  return other && `the status said ${is} while calico-node on ${other.node} was ${other.version}`;
}

const templateContainers = ['spec', 'template', 'spec', 'containers'];

/** Such as `v3.32.1`; undefined where the image tells none. */
function releaseOf(containers: readonly unknown[], name: string): string | undefined {
  const image = textAt(
    containers.find((each) => textAt(each, 'name') === name),
    'image',
  );
  return /:(v?\d+\.\d+\.\d+)/.exec(image ?? '')?.[1];
}

/** Which release a component is of, on each live node. A Typha that stops has let go of its clients. */
function runningOn(
  { at }: Happening,
  { state, nodes }: Moment,
  component: string,
): readonly { readonly node: string; readonly version: string }[] {
  return state.all('pods').flatMap((pod) => {
    const isGoing = component === 'calico-typha' && pod.metadata.deletionTimestamp !== undefined;
    if (pod.metadata.labels?.['k8s-app'] !== component || isGoing) return [];
    const node = textAt(pod, 'spec', 'nodeName') ?? '';
    const version = releaseOf(listAt(pod, 'spec', 'containers'), component);
    return version === undefined || !nodes.isLive(node, at) ? [] : [{ node, version }];
  });
}
