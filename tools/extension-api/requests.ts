import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { StoredClusterInformations } from '../../src/crds/kinds.ts';
import type { Client } from '../../src/k8s/client.ts';
import { ApiError, isAlreadyExists } from '../../src/k8s/errors.ts';
import { incarnationOf, type KubeObject, type ResourceType } from '../../src/k8s/object.ts';
import { fromStored, mergePatched, toStored, type ServedKind } from './convert.ts';
import { servedKinds } from './kinds.ts';
import { Refusal } from './refusal.ts';
import { checkChange, checkTier, completed, type Asker } from './rules.ts';

/** One request for objects, taken apart. */
export interface Asked {
  readonly kind: ServedKind;
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';
  readonly query: URLSearchParams;
  readonly asker: Asker;
  readonly contentType: string;
  /** Whether the asker wants no more than metadata. */
  readonly metadataOnly: boolean;
  readonly body: unknown;
}

/** How to answer. */
export interface Answering {
  readonly send: (code: number, body: object) => void;
  /** Nothing is sent before `begin`, so that what cannot be watched is answered with a status. */
  readonly stream: () => { signal: AbortSignal; begin: () => void; line: (event: object) => void; end: () => void };
}

const path = /^\/apis\/projectcalico\.org\/v3(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/;
const verbs: Readonly<Record<string, Asked['verb']>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Undefined for a path where nothing is. Throws Refusal for a body that is no JSON. */
export async function parseRequest(request: IncomingMessage): Promise<Asked | undefined> {
  const { pathname, searchParams: query } = new URL(request.url ?? '', 'https://any');
  const [, namespace, plural = '', name] = path.exec(pathname) ?? [];
  const kind = servedKinds.get(plural);
  if (kind === undefined) return undefined;
  const { 'content-type': contentType = '', accept = '' } = request.headers;
  const verb = verbs[request.method ?? ''] ?? reading(name, query);
  const metadataOnly = accept.includes('as=PartialObjectMetadata');
  const body = await bodyOf(request);
  return { kind, plural, namespace, name, query, verb, asker: askerOf(request), contentType, metadataOnly, body };
}

function reading(name: string | undefined, query: URLSearchParams): Asked['verb'] {
  if (name !== undefined) return 'get';
  return query.get('watch') === null ? 'list' : 'watch';
}

/** Node joins headers of one name by commas. */
function askerOf({ headers }: IncomingMessage): Asker {
  const { 'x-remote-user': user = '', 'x-remote-group': groups = [] } = headers;
  return { user: String(user), groups: [groups].flat().flatMap((text) => text.split(', ')) };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '' || !(request.headers['content-type'] ?? '').includes('json')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, 'BadRequest', 'The body is no JSON');
  }
}

/** Throws Refusal, or what the client rejects with. */
export async function answer(client: Client, asked: Asked, how: Answering): Promise<void> {
  if (asked.verb === 'watch') return watch(client, asked, how);
  if (asked.verb === 'list') return how.send(200, await list(client, asked));
  const object = await answers[asked.verb](client, asked);
  how.send(asked.verb === 'create' ? 201 : 200, seen(asked, object));
}

const tiers = {
  default: { order: 1_000_000, defaultAction: 'Deny' },
  'kube-admin': { order: 1_000, defaultAction: 'Pass' },
  'kube-baseline': { order: 10_000_000, defaultAction: 'Pass' },
};

/** Makes the tiers that Calico has from the beginning. */
export async function defaultTiers(client: Client): Promise<void> {
  const kind = servedKinds.get('tiers');
  if (kind === undefined) return;
  for (const [name, spec] of Object.entries(tiers)) {
    const tier = { apiVersion: 'projectcalico.org/v3', kind: 'Tier', metadata: { name }, spec };
    await createOnce(client, kind.stored, toStored(kind, completed('tiers', tier)));
  }
}

/** What Calico tells of the cluster, made when its API server starts for the first time. */
export async function defaultClusterInformation(client: Client): Promise<void> {
  const spec = { clusterGUID: randomUUID().replaceAll('-', ''), clusterType: 'kdd', datastoreReady: true };
  const { group, version, kind } = StoredClusterInformations;
  const information = { apiVersion: `${group}/${version}`, kind, metadata: { name: 'default' }, spec };
  await createOnce(client, StoredClusterInformations, information);
}

async function createOnce(client: Client, type: ResourceType, object: KubeObject): Promise<void> {
  await client.create(type, object).catch((error: unknown) => {
    if (!isAlreadyExists(error)) throw error;
  });
}

function seen({ metadataOnly }: Asked, object: KubeObject): KubeObject {
  if (!metadataOnly) return object;
  return { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata: object.metadata };
}

async function list(client: Client, asked: Asked): Promise<object> {
  const { kind, metadataOnly } = asked;
  const { items, resourceVersion } = await client.list(kind.stored, selectionOf(asked));
  const listed = items.map((item) => seen(asked, fromStored(kind, item)));
  const metadata = { resourceVersion };
  if (metadataOnly) return { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadataList', metadata, items: listed };
  return { apiVersion: 'projectcalico.org/v3', kind: `${kind.served.kind}List`, metadata, items: listed };
}

function selectionOf({ namespace, query }: Asked): { namespace?: string; fieldSelector?: string } {
  const fieldSelector = query.get('fieldSelector');
  return {
    ...(namespace !== undefined && { namespace }),
    ...(fieldSelector !== null && fieldSelector !== '' && { fieldSelector }),
  };
}

async function watch(client: Client, asked: Asked, how: Answering): Promise<void> {
  const { query, kind } = asked;
  if (query.get('sendInitialEvents') !== null) {
    throw new Refusal(422, 'Invalid', 'ListOptions is invalid: sendInitialEvents: Forbidden: not supported here');
  }
  const selection = selectionOf(asked);
  const given = query.get('resourceVersion') ?? '';
  const resourceVersion = /^0?$/.test(given) ? (await client.list(kind.stored, selection)).resourceVersion : given;
  const timeoutSeconds = Number(query.get('timeoutSeconds') ?? 300);
  const { signal, begin, line, end } = how.stream();
  const events = await client.watch(kind.stored, { ...selection, resourceVersion, timeoutSeconds, signal });
  begin();
  try {
    for await (const event of events) {
      if (event.type !== 'BOOKMARK') line({ ...event, object: seen(asked, fromStored(kind, event.object)) });
    }
  } catch (error) {
    // As every API server tells it, whoever watches: 410 above all, after the CRD behind it has changed.
    if (!(error instanceof ApiError)) throw error;
    line({ type: 'ERROR', object: error.status });
  }
  end();
}

type ObjectVerb = Exclude<Asked['verb'], 'list' | 'watch'>;

const answers: Readonly<Record<ObjectVerb, (client: Client, asked: Asked) => Promise<KubeObject>>> = {
  get: async (client, asked) => fromStored(asked.kind, await live(client, asked)),
  create: async (client, asked) => {
    const { kind, plural, asker, namespace } = asked;
    const sent = asked.body as KubeObject;
    const metadata = { ...sent.metadata, ...(namespace !== undefined && { namespace }) };
    const object = completed(plural, { ...sent, metadata });
    await checkTier(client, asker, { plural, object, verb: 'create' });
    return fromStored(kind, await client.create(kind.stored, toStored(kind, object)));
  },
  update: (client, asked) => replace(client, asked, () => asked.body as KubeObject),
  patch: (client, asked) => {
    if (!asked.contentType.startsWith('application/merge-patch+json')) {
      throw new Refusal(415, 'UnsupportedMediaType', `${asked.contentType} is not understood; send a merge patch`);
    }
    return replace(client, asked, (before) => mergePatched(before, asked.body) as KubeObject);
  },
  delete: async (client, asked) => {
    const { kind, plural, asker } = asked;
    const stored = await live(client, asked);
    const object = fromStored(kind, stored);
    checkPreconditions(asked, object);
    await checkTier(client, asker, { plural, object, verb: 'delete' });
    await client.delete(kind.stored, incarnationOf(stored));
    return object;
  },
};

async function replace(client: Client, asked: Asked, change: (before: KubeObject) => KubeObject): Promise<KubeObject> {
  const { kind, plural, asker, verb } = asked;
  const stored = await live(client, asked);
  const before = fromStored(kind, stored);
  const wanted = change(before);
  const { resourceVersion } = wanted.metadata;
  if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion) throw conflict(asked);
  checkChange(plural, before, wanted);
  const after = completed(plural, wanted);
  await checkTier(client, asker, { plural, object: after, verb });
  return fromStored(kind, await client.update(kind.stored, toStored(kind, after, stored)));
}

async function live(client: Client, { kind, plural, name = '', namespace }: Asked): Promise<KubeObject> {
  const found = await client.get(kind.stored, { name, ...(namespace !== undefined && { namespace }) });
  if (found === undefined) throw new Refusal(404, 'NotFound', `${plural}.projectcalico.org "${name}" not found`);
  return found;
}

function conflict({ plural, name }: Asked): Refusal {
  return new Refusal(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${plural}.projectcalico.org "${name ?? ''}": the object has been modified`,
  );
}

interface DeleteBody {
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

function checkPreconditions(asked: Asked, { metadata }: KubeObject): void {
  const { uid, resourceVersion } = (asked.body as DeleteBody | undefined)?.preconditions ?? {};
  const isSame = uid === undefined || uid === metadata.uid;
  if (!isSame || (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)) throw conflict(asked);
}
