import type { KubeObject } from '../../../src/k8s/object.ts';
import { operatorChanges } from '../authors.ts';
import { kindOf, subjectOfChange } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { fieldOf, foreignFields, readablePath } from '../foreign-fields.ts';
import type { ObjectChange } from '../history.ts';
import { asUsersSeeIt, isStoredPool } from '../stored-pools.ts';
import { isSame, textsAt, valueAt } from '../value-at.ts';
import { invariant } from './invariant.ts';

/** Of these, the fields that a user set are the user's, even where the operator would like another value. */
const sharedKinds = new Set([
  'felixconfigurations.projectcalico.org',
  'felixconfigurations.crd.projectcalico.org',
  'bgpconfigurations.projectcalico.org',
  'bgpconfigurations.crd.projectcalico.org',
]);

/** What the Installation has words for in a pool; everything else in it is the user's. */
const listedFields = new Set([
  'allowedUses',
  'assignmentMode',
  'blockSize',
  'cidr',
  'disableBGPExport',
  'disabled',
  'ipipMode',
  'natOutgoing',
  'nodeSelector',
  'vxlanMode',
]);

/** What is whose is told by managedFields before the change; in stored pools, all that no list has words for is theirs. */
export const usersThingsStay = invariant(
  'I4',
  'Objects, labels, annotations and settings of users stay as they are',
  function* (history, facts) {
    for (const { change } of operatorChanges(history, facts)) {
      if (change.before === undefined) continue;
      for (const wrong of [...foreignObject(change, facts), ...lost(change, facts)])
        yield { at: change.at, what: `${subjectOfChange(change)}: ${wrong}` };
    }
  },
);

function foreignObject({ resource, before, object }: ObjectChange, facts: Facts): string[] {
  const kind = kindOf(resource);
  if ((kind !== 'secrets' && kind !== 'configmaps') || before === undefined || isOurs(before, facts)) return [];
  return isSame(contentOf(before), contentOf(object)) ? [] : ['is a user’s object, and was changed'];
}

function isOurs({ metadata }: KubeObject, { fieldManager, formerManagers }: Facts): boolean {
  const managers = (metadata.managedFields ?? []).map(({ manager = '' }) => manager);
  const owned = (metadata.ownerReferences ?? []).some(({ kind }) => kind === 'Installation');
  return owned || managers.some((manager) => manager === fieldManager || formerManagers.includes(manager));
}

function lost(change: ObjectChange, facts: Facts): string[] {
  if (change.type !== 'MODIFIED') return [];
  return isStoredPool(change.resource) ? lostInStored(change) : lostFields(change, facts);
}

function lostInStored({ resource, before, object }: ObjectChange): string[] {
  if (before === undefined) return [];
  const [old, now] = [asUsersSeeIt(resource, before), asUsersSeeIt(resource, object)];
  const words = ['labels', 'annotations'].flatMap((field) => {
    const left = textsAt(now, 'metadata', field);
    const gone = Object.keys(textsAt(old, 'metadata', field)).filter((name) => left[name] === undefined);
    return gone.map((name) => `metadata.${field}.${name} was removed`);
  });
  const fields = Object.keys(valueAt(old, 'spec') ?? {}).filter((field) => !listedFields.has(field));
  const changed = fields.filter((field) => !isSame(valueAt(old, 'spec', field), valueAt(now, 'spec', field)));
  return [...words, ...changed.map((field) => `spec.${field} was changed`)];
}

function lostFields({ resource, before, object }: ObjectChange, facts: Facts): string[] {
  if (before === undefined) return [];
  const kind = kindOf(resource);
  const after = foreignFields(object, facts);
  return [...foreignFields(before, facts)].flatMap(([path, value]) => {
    const name = readablePath(path);
    const now = fieldOf(object, path);
    if (/^metadata\.(?:labels|annotations)\./.test(name) && now === undefined) return [`${name} was removed`];
    if (!isUsersField(kind, name)) return [];
    if (!isSame(now, value)) return [`${name} was changed`];
    return after.has(path) || isDecided(kind, name) ? [] : [`${name} was taken over`];
  });
}

function isUsersField(kind: string, name: string): boolean {
  const [top, field = ''] = name.split(/[.[]/);
  if (top !== 'spec') return false;
  return isPool(kind) ? !listedFields.has(field) : sharedKinds.has(kind);
}

/** What the Installation decides becomes the operator's, told where that changes a value (docs/adr/0005-who-decides-felix.md). */
const decidedFields = new Set(['bpfEnabled', 'nftablesMode', 'programClusterRoutes']);

function isDecided(kind: string, name: string): boolean {
  return !isPool(kind) && decidedFields.has(name.replace(/^spec\./, ''));
}

const isPool = (kind: string): boolean => kind.startsWith('ippools.');

function contentOf(object: KubeObject): unknown {
  const { metadata, ...content } = object;
  return { ...content, labels: metadata.labels, annotations: metadata.annotations };
}
