import { Deployment, ServiceAccount, ConfigMap, DaemonSet, ClusterRole, Service } from '../../../src/k8s/kinds.ts';
import type { NamespacedName, ResourceType } from '../../../src/k8s/object.ts';
import { FelixConfigurations } from '../../../src/crds/kinds.ts';
import { isWriteRequest, subjectOf } from '../../observer/history.ts';
import type { Expectation } from '../judge.ts';
import { settling } from '../scenarios/index.ts';
import { installs } from '../scenarios/teardown.ts';
import type { SimWorld } from '../world.ts';
import { insist } from './insist.ts';
import type { Case, Sweep } from './sweep.ts';

const quietMs = 2_000;
/** How often somebody reverts, and how long they go on. */
const everyMs = 10_000;
const revertsFor = 12;
/** A conflict is over after a minute of calm, and then told no more. */
const overMs = 70_000;

/** One thing in a cluster that somebody else writes, too. */
interface Target {
  readonly type: ResourceType;
  readonly target: NamespacedName;
  readonly patch: object;
}

const inCalicoSystem = (name: string): NamespacedName => ({ namespace: 'calico-system', name });

/** Fields that the operator decides. */
const contested: Readonly<Record<string, Target>> = {
  'the replicas of calico-kube-controllers': {
    type: Deployment,
    target: inCalicoSystem('calico-kube-controllers'),
    patch: { spec: { replicas: 3 } },
  },
  'the labels of calico-node': {
    type: DaemonSet,
    target: inCalicoSystem('calico-node'),
    patch: { metadata: { labels: { 'app.kubernetes.io/name': 'flux' } } },
  },
  'the rules of calico-node': { type: ClusterRole, target: { name: 'calico-node' }, patch: { rules: [] } },
  'the CNI configuration': { type: ConfigMap, target: inCalicoSystem('cni-config'), patch: { data: { config: '{}' } } },
  'the Service of Typha': {
    type: Service,
    target: inCalicoSystem('calico-typha'),
    patch: { spec: { selector: { 'k8s-app': 'flux' } } },
  },
};

/** Fields that are for others to set. */
const shared: Readonly<Record<string, Target>> = {
  'a pull secret of a ServiceAccount': {
    type: ServiceAccount,
    target: inCalicoSystem('calico-node'),
    patch: { imagePullSecrets: [{ name: 'flux' }] },
  },
  'a setting of Felix': {
    type: FelixConfigurations,
    target: { name: 'default' },
    patch: { spec: { logSeverityScreen: 'Warning' } },
  },
  'an annotation of calico-node': {
    type: DaemonSet,
    target: inCalicoSystem('calico-node'),
    patch: { metadata: { annotations: { 'fluxcd.io/automated': 'true' } } },
  },
};

/** What was changed and changed back is the work of others; pods roll with it, and rights come and go. */
const expects: Expectation = { objects: 'same', effort: 'any', except: ['I3', 'I7', 'I8', 'I9', 'I13'] };

function reverts(world: SimWorld, { type, target, patch }: Target): void {
  world.admin.patch(type, target, patch);
}

function fights(what: string, each: Target): Case {
  return {
    title: `${what} are reverted every ten seconds`,
    rules: [],
    expects,
    story: settling(async (world) => {
      await installs(world);
      await world.scheduler.pass(quietMs);
      const since = world.scheduler.now;
      for (let time = 0; time < revertsFor; time++) {
        reverts(world, each);
        await world.scheduler.pass(everyMs);
      }
      insistsOnCalm(world, each, since);
      insist('not told', isTold(world, each) ? [] : [what]);
      await world.scheduler.pass(overMs);
      insist('still told', isTold(world, each) ? [what] : []);
      await world.becomesAvailable();
    }),
  };
}

/** One write for each that it answers. */
function insistsOnCalm({ history }: SimWorld, { target }: Target, since: number): void {
  const isAbout = (name = ''): boolean => name === target.name;
  const writes = history.requests.filter(
    (each) => isWriteRequest(each) && each.at > since && isAbout(each.name) && each.subresource === undefined,
  );
  // A claim of the fields, and the write itself.
  insist('too many writes', writes.length > 2 * revertsFor ? writes.map(subjectOf) : []);
}

function isTold(world: SimWorld, { target }: Target): boolean {
  const message = world.condition('calico', 'Available')?.message ?? '';
  return message.includes(target.name) && message.includes('CAL-901');
}

function lives(what: string, each: Target): Case {
  return {
    title: `${what} is set by somebody else`,
    rules: [],
    expects: { ...expects, objects: 'any' },
    story: settling(async (world) => {
      await installs(world);
      await world.scheduler.pass(quietMs);
      reverts(world, each);
      const set = JSON.stringify(each.patch).slice(1, -1);
      await world.scheduler.pass(everyMs);
      const live = JSON.stringify(world.admin.get(each.type, each.target));
      insist('undone', keptIn(live, set) ? [] : [what]);
    }),
  };
}

/** Whether the innermost part of a patch still stands in an object. */
function keptIn(live: string, patch: string): boolean {
  const innermost = /[^{[]*$/.exec(patch.replaceAll(/[}\]]+$/g, ''))?.[0] ?? '';
  return live.includes(innermost);
}

/** Others write, too: what is theirs stays, what is ours comes back calmly, and people are told who the other is. */
export const otherWriterSweep: Sweep = {
  id: 'T24',
  says: 'others who write what the operator writes',
  scenarios: ['install'],
  casesOf: () => [
    ...Object.entries(contested).map(([what, each]) => fights(what, each)),
    ...Object.entries(shared).map(([what, each]) => lives(what, each)),
  ],
};
