import { TigeraStatuses } from '../../../src/crds/kinds.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import type { RequestMade } from '../../observer/history.ts';
import { settling } from '../scenarios/index.ts';
import { forbidden, internalError } from '../server/status-answer.ts';
import type { WriteContext } from '../server/write-context.ts';
import type { SimWorld } from '../world.ts';
import type { Case, Sweep } from './sweep.ts';

type Webhook = WriteContext['admit'];

/** What somebody's webhook does to objects of a kind, what users must be told meanwhile, and what it leaves behind. */
interface Hostility {
  readonly admit: Webhook;
  readonly says?: RegExp;
  readonly undo?: (world: SimWorld, kind: string) => void;
  /** Default: all. */
  readonly kinds?: readonly string[];
}

const webhook = 'admission webhook "hostile.example.com"';
const mark = 'example.com/injected';
/** In which the first quick attempts are over. */
const hostileMs = 60_000;
const countedMs = 60_000;
const mostWrites = countedMs / 10_000;
/** After so long the operator tries again what a webhook altered. */
const retryMs = 6 * 60_000;

const hostilities: Readonly<Record<string, Hostility>> = {
  'denies them': {
    admit: ({ resource }, { metadata }) => {
      throw forbidden(resource, metadata.name, `${webhook} denied the request: not today`);
    },
    says: /hostile\.example\.com/,
  },
  'does not answer for them': {
    admit: () => {
      throw internalError(
        'failed calling webhook "hostile.example.com": failed to call webhook: context deadline exceeded',
      );
    },
    says: /hostile\.example\.com/,
  },
  'adds a label and an annotation': {
    admit: (_, object) => {
      const { labels, annotations } = object.metadata;
      const metadata = {
        ...object.metadata,
        labels: { ...labels, [mark]: 'yes' },
        annotations: { ...annotations, [mark]: 'yes' },
      };
      return { ...object, metadata };
    },
    undo: (world, kind) => {
      for (const object of world.objects().filter((each) => each.kind === kind)) stripMark(world, object);
    },
  },
  'takes their images from elsewhere': {
    admit: (_, object) =>
      JSON.parse(JSON.stringify(object).replaceAll('"quay.io/calico/', '"mirror.example.org/calico/')) as KubeObject,
    says: /CAL-902 .*image/,
    kinds: ['DaemonSet', 'Deployment'],
  },
};

/** Webhooks of others that deny, do not answer, add or alter, for each kind that the operator writes. */
export const admissionSweep: Sweep = {
  id: 'T21',
  says: 'every kind of object × every way in which webhooks of others can be in the way',
  scenarios: ['install'],
  expects: { objects: 'same', effort: 'any', except: ['I6', 'I7', 'I9'] },
  casesOf: ({ objects }) => {
    const written = [...new Set(objects.filter(isWritten).map(({ kind }) => kind))].toSorted();
    return Object.entries(hostilities).flatMap(([what, hostility]) =>
      written.filter((kind) => hostility.kinds?.includes(kind) ?? true).map((kind) => caseOf(kind, what, hostility)),
    );
  },
};

function isWritten({ kind, metadata }: KubeObject): boolean {
  const ours = (metadata.managedFields ?? []).some(({ manager }) => manager === 'calico-operator');
  return ours && kind !== 'Lease' && kind !== 'Event';
}

function caseOf(kind: string, what: string, hostility: Hostility): Case {
  return {
    title: `a webhook ${what}: ${kind}`,
    rules: [],
    story: settling(async (world) => {
      const end = world.admin.server.admitBy((request, object, before) =>
        isOfOperator(request, kind) ? hostility.admit(request, object, before) : object,
      );
      world.startsTheOperator();
      world.appliesInstallation();
      await world.scheduler.pass(hostileMs);
      const from = world.scheduler.now;
      await world.scheduler.pass(countedMs);
      requireQuiet(world, kind, from);
      // Who cannot write a status cannot tell either; the log does.
      if (hostility.says !== undefined && kind !== TigeraStatuses.kind) requireTold(world, hostility.says);
      end();
      await world.scheduler.pass(retryMs);
      hostility.undo?.(world, kind);
      await world.becomesAvailable();
      if (hostility.says !== undefined) requireQuietStatus(world, hostility.says);
    }),
  };
}

function isOfOperator({ resource, subresource, user }: Parameters<Webhook>[0], kind: string): boolean {
  return resource.kind === kind && subresource === undefined && user.name.includes('tigera-operator');
}

/** Throws where an object was written more often than once in ten seconds. */
function requireQuiet({ history, admin }: SimWorld, kind: string, from: number): void {
  const plurals = new Set(admin.server.resources.filter((each) => each.kind === kind).map(({ plural }) => plural));
  const writes = history.requests.filter(
    ({ at, verb, resource }) => at >= from && !['get', 'list', 'watch'].includes(verb) && plurals.has(resource.plural),
  );
  const byObject = Map.groupBy(writes, nameOf);
  for (const [name, each] of byObject)
    if (each.length > mostWrites) throw new Error(`${kind} ${name} was written ${each.length} times in a minute`);
}

function nameOf({ namespace = '', name = '' }: RequestMade): string {
  return `${namespace}/${name}`;
}

function requireTold(world: SimWorld, says: RegExp): void {
  if (!texts(world).some((text) => says.test(text)))
    throw new Error(`nobody says ${says.source}: ${texts(world).join(' | ')}`);
}

function requireQuietStatus(world: SimWorld, says: RegExp): void {
  const still = texts(world).find((text) => says.test(text));
  if (still !== undefined) throw new Error(`it is still said: ${still}`);
}

function texts({ admin }: SimWorld): string[] {
  return admin
    .list(TigeraStatuses)
    .flatMap(({ status }) => (status?.conditions ?? []).map(({ message = '' }) => message));
}

function stripMark({ admin }: SimWorld, { apiVersion, kind, metadata }: KubeObject): void {
  const type = admin.server.resources.find((each) => each.kind === kind && each.apiVersion === apiVersion);
  if (type === undefined || metadata.labels?.[mark] === undefined) return;
  admin.patch(type, metadata, { metadata: { labels: { [mark]: null }, annotations: { [mark]: null } } });
}
