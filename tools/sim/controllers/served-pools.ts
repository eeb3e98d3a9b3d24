import { resourcePath } from '../../../src/k8s/resource-path.ts';
import type { KubeObject } from '../../../src/k8s/object.ts';
import { fromStored, mergePatched, toStored, type ServedKind } from '../../extension-api/convert.ts';
import { servedKinds } from '../../extension-api/kinds.ts';
import { checkChange, completed } from '../../extension-api/rules.ts';
import { Refusal } from '../../extension-api/refusal.ts';
import { requestTarget } from '../../observer/request-target.ts';
import type { ApiAnswer, ApiRequest } from '../server/api.ts';
import type { ApiServer } from '../server/api-server.ts';
import { jsonAnswer } from '../server/status-answer.ts';

const calico = { name: 'calico-apiserver', groups: ['system:masters'] };
const headers = { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'calico-apiserver/v3' };

/** One request for pools, and what is below it. */
interface Asked {
  readonly kind: ServedKind;
  readonly name: string | undefined;
  readonly contentType: string;
  readonly body: unknown;
  readonly server: ApiServer;
}

/**
 * IPPools of projectcalico.org/v3 as Calico's API server answers for them: out of what is stored in
 * crd.projectcalico.org/v1. Nobody watches them here. Undefined for a request about something else.
 */
export function servedPools(request: ApiRequest, server: ApiServer): ApiAnswer | undefined {
  const target = requestTarget(request.path);
  const kind = target?.resource.plural === 'ippools' ? servedKinds.get('ippools') : undefined;
  if (target === undefined || kind === undefined) return undefined;
  const verb = target.query.get('watch') === 'true' ? 'WATCH' : request.method;
  const contentType = request.headers['content-type'] ?? '';
  const body: unknown = request.body === undefined ? undefined : JSON.parse(request.body);
  try {
    return answers[verb]({ kind, name: target.name, contentType, body, server });
  } catch (error) {
    if (error instanceof Refusal) return jsonAnswer(error.code, JSON.stringify(error.body));
    throw error;
  }
}

const answers: Readonly<Record<ApiRequest['method'] | 'WATCH', (asked: Asked) => ApiAnswer>> = {
  GET: (asked) => (asked.name === undefined ? listed(asked) : seen(asked, below(asked, 'GET'))),
  WATCH: () => {
    throw new Refusal(405, 'MethodNotAllowed', 'Pools are watched where they are stored');
  },
  POST: (asked) => seen(asked, below(asked, 'POST', stored(asked.kind, asked.body as KubeObject)), 201),
  PUT: (asked) => replaced(asked, () => asked.body as KubeObject),
  PATCH: (asked) => {
    const { contentType, body } = asked;
    if (contentType === 'application/merge-patch+json') {
      return replaced(asked, (before) => mergePatched(before, body) as KubeObject);
    }
    throw new Refusal(415, 'UnsupportedMediaType', `${contentType} is not understood; send a merge patch`);
  },
  DELETE: deleted,
};

/** What the storage answers; failures name the kind by which it was asked for. Throws Refusal. */
function below({ kind, name, server }: Asked, method: ApiRequest['method'], body?: object): KubeObject {
  const path = resourcePath(kind.stored, name === undefined ? {} : { name });
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = server.answer({ method, path, headers, user: calico, ...text });
  if (answer.status < 300) return JSON.parse(answer.body) as KubeObject;
  const { code, reason, message } = JSON.parse(answer.body) as { code: number; reason: string; message: string };
  throw new Refusal(code, reason, message.replaceAll(kind.stored.group, kind.served.group));
}

function seen({ kind }: Asked, object: KubeObject, status = 200): ApiAnswer {
  return jsonAnswer(status, JSON.stringify(fromStored(kind, object)));
}

function stored(kind: ServedKind, object: KubeObject, live?: KubeObject): KubeObject {
  return toStored(kind, completed(kind.served.plural, object), live);
}

function listed({ kind, server }: Asked): ApiAnswer {
  const items = server.list(kind.stored).map((each) => fromStored(kind, each));
  const { resourceVersion } = server;
  const list = { apiVersion: 'projectcalico.org/v3', kind: 'IPPoolList', metadata: { resourceVersion }, items };
  return jsonAnswer(200, JSON.stringify(list));
}

function replaced(asked: Asked, change: (before: KubeObject) => KubeObject): ApiAnswer {
  const { kind } = asked;
  const live = below(asked, 'GET');
  const before = fromStored(kind, live);
  const after = change(before);
  checkVersion(after.metadata, before);
  checkChange(kind.served.plural, before, after);
  return seen(asked, below(asked, 'PUT', stored(kind, after, live)));
}

function deleted(asked: Asked): ApiAnswer {
  const { kind, body } = asked;
  const live = below(asked, 'GET');
  const { preconditions = {} } = (body ?? {}) as { preconditions?: Precondition };
  checkVersion(preconditions, fromStored(kind, live));
  const { uid } = live.metadata;
  below(asked, 'DELETE', { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid } });
  return seen(asked, live);
}

interface Precondition {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

function checkVersion({ uid, resourceVersion }: Precondition, { metadata }: KubeObject): void {
  const isSame = (uid ?? metadata.uid) === metadata.uid;
  if (isSame && (resourceVersion ?? metadata.resourceVersion) === metadata.resourceVersion) return;
  const message = `Operation cannot be fulfilled on ippools.projectcalico.org "${metadata.name}": the object has been modified`;
  throw new Refusal(409, 'Conflict', message);
}
