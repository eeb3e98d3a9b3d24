/**
 * `node tools/parity-render.ts <directory>...`: renders the components of each recording and compares the objects with the
 * recorded ones, leaf by leaf and in order, both ways. Intended differences are those of test/parity/deviations.yaml, but
 * for pod templates of whole recordings, which have none: taking over restarts no pod. What the API server fills in by
 * itself is not ours to render. A directory holds `*.json` with whole objects, or folders with `objects.yaml` where secrets
 * and hashes are masked.
 */
import type { PolicyRule } from '../src/crds/generated/core.gen.ts';
import { describeRef, type KubeObject, refOf } from '../src/k8s/object.ts';
import {
  addonComponents,
  renderAddon,
  renderApiServer,
  renderCore,
  renderTiers,
  renderWindows,
} from '../src/renderers/catalog.ts';
import type { Rendered } from '../src/renderers/component.ts';
import { isIntended, readDeviations } from './deviations.ts';
import { addonInputOf } from './recorded-addons.ts';
import { apiServerInputOf, coreInputOf, readRecordings, type Recording, windowsInputOf } from './recordings.ts';

const deviations = readDeviations('test/parity/deviations.yaml');

type Leaves = Map<string, unknown>;

/** Path and value of every field without fields of its own. Rules count as the set of permissions that they grant. */
function leavesOf(value: unknown, path = ''): Leaves {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]]);
  if (path === 'rules') return new Map((value as PolicyRule[]).flatMap(permissions).map((text) => [text, true]));
  const children = Object.entries(value);
  const leaves = children.flatMap(([key, child]) => Array.from(leavesOf(child, path === '' ? key : `${path}.${key}`)));
  return new Map(leaves);
}

function permissions({ apiGroups = [], resources = [], resourceNames = ['*'], verbs }: PolicyRule): string[] {
  const targets = apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`));
  const named = targets.flatMap((target) => resourceNames.map((name) => `${target} ${name}`));
  return verbs.flatMap((verb) => named.map((object) => `rules[${verb} ${object}]`));
}

/** Fields that the server or another controller sets, and defaults of the API that the recorded operator left to it. */
const notOurs: readonly RegExp[] = [
  /^metadata\.(uid|resourceVersion|generation|creationTimestamp|managedFields|selfLink)/,
  /^metadata\.annotations\.(deployment\.kubernetes\.io\/revision|deprecated\.daemonset\.template\.generation)$/,
  /^metadata\.annotations\.projectcalico\.org\/metadata$/,
  /^metadata\.labels\.(kubernetes\.io\/metadata\.name|projectcalico\.org\/tier)$/,
  /^status/,
  /^spec\.(finalizers|revisionHistoryLimit|progressDeadlineSeconds|defaultAction)/,
  /^spec\.updateStrategy/,
  /^spec\.strategy\.rollingUpdate/,
  /^spec\.(clusterIPs?|ipFamil|internalTrafficPolicy|sessionAffinity|type$)/,
  /^spec\.(attachRequired|fsGroupPolicy|requiresRepublish|seLinuxMount|storageCapacity)$/,
  /^spec\.template\.spec\.(restartPolicy|schedulerName|serviceAccount|dnsPolicy|terminationGracePeriodSeconds)$/,
  /\.(terminationMessagePath|terminationMessagePolicy|scheme|defaultMode)$/,
  /\.hostPath\.type$/,
  /^webhooks\.\d+\.matchPolicy$/,
  /\.service\.port$/,
];

/** Masked recordings have no uids. */
const ownerUid = 'metadata.ownerReferences.0.uid';
const masked = /<(hash|secret|pem|time)>/;

function compareObject(ours: KubeObject, theirs: KubeObject, { isMasked }: Recording): string[] {
  const [rendered, recorded] = [leavesOf(ours), leavesOf(theirs)];
  const paths = new Set([...rendered.keys(), ...recorded.keys()]);
  return [...paths].flatMap((path) => {
    const [our, their] = [rendered.get(path), recorded.get(path)];
    if (our === their || masked.test(String(their)) || (path === ownerUid && their === undefined)) return [];
    if (!rendered.has(path) && notOurs.some((pattern) => pattern.test(path))) return [];
    if ((isMasked || !path.startsWith('spec.template')) && isIntended(ours, path, deviations)) return [];
    return [`${path}: ${JSON.stringify(our)} instead of ${JSON.stringify(their)}`];
  });
}

function compare(recording: Recording): string[] {
  const input = coreInputOf(recording);
  const tiers = renderTiers({ provider: input.spec.kubernetesProvider, nodeLocalDnsAddresses: [] });
  const windows = windowsInputOf(recording);
  const apiServer = apiServerInputOf(recording);
  const parts = [
    renderCore(input),
    tiers,
    ...(windows === undefined ? [] : [renderWindows(windows)]),
    ...(apiServer === undefined ? [] : [renderApiServer(apiServer)]),
    ...addonComponents.flatMap((each) => {
      const facts = addonInputOf(recording, each.name);
      return facts === undefined ? [] : [renderAddon(each, facts)];
    }),
  ];
  const unwanted = parts
    .flatMap(({ absent }) => absent)
    .filter((ref) => isMissed(recording.objects.get(describeRef(ref))));
  const compared = parts
    .flatMap(({ present }) => present)
    .flatMap((object) => {
      const ref = describeRef(refOf(object));
      const recorded = recording.objects.get(ref);
      if (recorded === undefined) return isMissed(object) ? [`${ref} was not recorded`] : [];
      return compareObject(object, recorded, recording).map((difference) => `${ref}: ${difference}`);
    });
  return [
    ...compared,
    ...unwanted.map((ref) => `${describeRef(ref)} was recorded, and we delete it`),
    ...forgotten(recording, parts).map((ref) => `${ref} was recorded, and we do not render it`),
  ];
}

/** Whether it counts that an object is on one side only. */
function isMissed(object: KubeObject | undefined): boolean {
  return object !== undefined && !isIntended(object, '', deviations);
}

const owners = new Set(['Installation', 'APIServer', 'Goldmane', 'Whisker', 'ManagementClusterConnection']);

/** Recorded objects that what we render has as owners, and that are in no rendering. */
function forgotten({ objects }: Recording, parts: readonly Rendered[]): string[] {
  const ours = new Set(parts.flatMap(({ present }) => present).map((object) => describeRef(refOf(object))));
  const owned = [...objects].filter(([, { metadata }]) => owners.has(metadata.ownerReferences?.[0]?.kind ?? ''));
  return owned.filter(([ref, object]) => !ours.has(ref) && isMissed(object)).map(([ref]) => ref);
}

const recordings = process.argv.slice(2).flatMap(readRecordings);
const differences = recordings.flatMap((recording) => compare(recording).map((line) => `${recording.name}: ${line}`));
for (const difference of differences) console.log(difference);
console.log(`${differences.length} differences in ${recordings.length} recordings`);
process.exitCode = recordings.length > 0 && differences.length === 0 ? 0 : 1;
