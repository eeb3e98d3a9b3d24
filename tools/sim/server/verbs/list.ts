import type { KubeObject } from '../../../../src/k8s/object.ts';
import { keyOf } from '../../../../src/k8s/object.ts';
import type { ApiAnswer } from '../api.ts';
import { itemText } from '../object-text.ts';
import type { ResourceRequest } from '../request.ts';
import { selectionOf } from '../selectors.ts';
import { badRequest, expired, invalid, jsonAnswer, tooLarge } from '../status-answer.ts';
import type { Storage } from '../storage.ts';

/** Where the next page of a list begins, and of which state it is. */
interface ContinueToken {
  readonly revision: number;
  readonly after: string;
}

/** Answers a list, page by page where a limit is given; all pages show the state of the first. */
export function list(request: ResourceRequest, storage: Storage): ApiAnswer {
  const { query, resource } = request;
  const token = tokenOf(query.get('continue'));
  if (token !== undefined && (query.get('resourceVersion') ?? '') !== '') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  const revision = token?.revision ?? revisionAsked(query, storage.revision);
  const state = storage.listAt(resource, revision);
  if (state === undefined) throw token === undefined ? tooOld(revision, storage.oldest(resource)) : tokenExpired();
  const selects = selectionOf(selectionQuery(request), resource);
  const rest = state.filter((object) => isAfter(object, token) && selects(object));
  const limit = limitOf(query);
  return jsonAnswer(200, listText(request, limit > 0 ? rest.slice(0, limit) : rest, { revision, left: rest.length }));
}

function limitOf(query: URLSearchParams): number {
  const text = query.get('limit') || '0';
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}

/** The selection of a request as the query states it. */
export function selectionQuery({ query, namespace, name }: ResourceRequest): Parameters<typeof selectionOf>[0] {
  return {
    namespace,
    name,
    labelSelector: query.get('labelSelector') ?? undefined,
    fieldSelector: query.get('fieldSelector') ?? undefined,
  };
}

function isAfter({ metadata }: KubeObject, token: ContinueToken | undefined): boolean {
  return token === undefined || keyOf(metadata) > token.after;
}

function listText(
  { resource, form, query }: ResourceRequest,
  page: readonly KubeObject[],
  { revision, left }: { readonly revision: number; readonly left: number },
): string {
  const last = page.at(-1);
  const remaining = left - page.length;
  const more =
    remaining > 0 && last !== undefined
      ? { continue: tokenText({ revision, after: keyOf(last.metadata) }), ...leftOf(remaining, query) }
      : {};
  const type =
    form === 'metadata'
      ? { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' }
      : { kind: resource.listKind, apiVersion: resource.apiVersion };
  const head = JSON.stringify({ ...type, metadata: { resourceVersion: String(revision), ...more } });
  return `${head.slice(0, -1)},"items":[${page.map((object) => itemText(object, form, resource)).join(',')}]}`;
}

/** With a selector the server would have to look at all that is left to count it. */
function leftOf(remainingItemCount: number, query: URLSearchParams): object {
  const isSelected = query.has('labelSelector') || query.has('fieldSelector');
  return isSelected ? {} : { remainingItemCount };
}

/**
 * The state that a list asks for: the newest one, unless an exact version is asked for. An older one never comes by
 * itself, although the API would allow it for `resourceVersion=0`.
 */
function revisionAsked(query: URLSearchParams, now: number): number {
  const asked = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  checkMatch(asked, match, query.has('sendInitialEvents'));
  if (asked === '') return now;
  const revision = parsedRevision(asked);
  if (revision > now) throw tooLarge(revision, now);
  return match === 'Exact' ? revision : now;
}

function checkMatch(asked: string, match: string, streams: boolean): void {
  const isAlone = match !== '' && asked === '';
  const options: readonly [boolean, string, string][] = [
    [isAlone, 'resourceVersionMatch is forbidden unless resourceVersion is provided', 'resourceVersionMatch'],
    [streams, 'sendInitialEvents is forbidden for list', 'sendInitialEvents'],
  ];
  const wrong = options.filter(([isWrong]) => isWrong);
  if (wrong.length > 0) throw refusedOptions(wrong.map(([, message, field]) => ({ message, field })));
}

/** What is said about list options that contradict each other. */
export function invalidOptions(message: string): Error {
  return refusedOptions([{ message, field: 'resourceVersionMatch' }]);
}

function refusedOptions(options: readonly { readonly message: string; readonly field: string }[]): Error {
  const causes = options.map(({ message, field }) => ({
    reason: 'FieldValueForbidden',
    message: `Forbidden: ${message}`,
    field,
  }));
  return invalid('meta.k8s.io', 'ListOptions', '', causes);
}

/** A resource version of a query. Throws Refusal for what is no number. */
export function parsedRevision(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw badRequest(`invalid resource version "${text}"`);
}

/** A version that is no longer known, and which still would be. */
export function tooOld(asked: number, oldest: number): ReturnType<typeof expired> {
  return expired(`too old resource version: ${asked} (${oldest})`);
}

function tokenExpired(): Error {
  return expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
  );
}

function tokenText({ revision, after }: ContinueToken): string {
  const token = { v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function tokenOf(text: string | null): ContinueToken | undefined {
  if (text === null || text === '') return undefined;
  try {
    const { rv, start } = JSON.parse(Buffer.from(text, 'base64url').toString()) as { rv: number; start: string };
    return { revision: rv, after: start.slice(0, -1) };
  } catch {
    throw badRequest('continue key is not valid: unable to decode');
  }
}
