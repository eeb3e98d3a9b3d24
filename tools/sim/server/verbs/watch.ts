import type { ApiAnswer, WatchHandle, WatchSink } from '../api.ts';
import type { ResourceRequest } from '../request.ts';
import { selectionOf } from '../selectors.ts';
import { internalError, jsonAnswer, Refusal, tooLarge } from '../status-answer.ts';
import type { Storage } from '../storage.ts';
import { errorLine, type Watches, type WatchPlan } from '../watches.ts';
import { invalidOptions, selectionQuery, tooOld } from './list.ts';

/** A watch without `timeoutSeconds` ends after half an hour to an hour. */
const MIN_TIMEOUT_MS = 1_800_000;

export interface WatchContext {
  readonly storage: Storage;
  readonly watches: Watches;
  readonly random: () => number;
}

/** An accepted watch; without a handle its one event, an error, is told and it is over. */
export interface OpenedWatch {
  readonly answer: ApiAnswer;
  readonly handle?: WatchHandle;
}

/**
 * Opens a watch. What cannot be served any more, or not yet, ends it with an ERROR event, as with kube-apiserver: only
 * options that contradict each other are refused (Refusal).
 */
export function watch(request: ResourceRequest, sink: WatchSink, context: WatchContext): OpenedWatch {
  const { query, resource, user, form } = request;
  const list = checkedInitialEvents(query);
  const asked = watchedFrom(query.get('resourceVersion') || '0');
  const { storage } = context;
  const plan: WatchPlan = {
    resource,
    user,
    form,
    selects: selectionOf(selectionQuery(request), resource),
    after: list || asked === 0 ? storage.revision : asked,
    bookmarks: query.get('allowWatchBookmarks') === 'true',
    timeoutMs: timeoutOf(query, context.random),
  };
  const answer = jsonAnswer(200, '');
  try {
    return { answer, handle: opened(plan, sink, { ...context, asked, list }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sink.event(errorLine(error.status));
    sink.end();
    return { answer };
  }
}

function opened(
  plan: WatchPlan,
  sink: WatchSink,
  { storage, watches, asked, list }: WatchContext & { readonly asked: number; readonly list: boolean },
): WatchHandle {
  if (list && asked > storage.revision) throw tooLarge(asked, storage.revision);
  if (list || asked === 0) {
    const present = storage.list(plan.resource).filter(plan.selects);
    // Without `sendInitialEvents` the present state comes too, but nothing says where it ends.
    return watches.open(plan, sink, { present, endsMarked: list });
  }
  const past = storage.since(plan.resource, asked);
  if (past === undefined) throw tooOld(asked, storage.oldest(plan.resource));
  return watches.open(plan, sink, { past });
}

function watchedFrom(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw internalError(`strconv.ParseUint: parsing "${text}": invalid syntax`);
}

function checkedInitialEvents(query: URLSearchParams): boolean {
  const initial = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch') ?? '';
  if (initial === null) {
    if (match !== '')
      throw invalidOptions('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
    return false;
  }
  if (match !== 'NotOlderThan')
    throw invalidOptions('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  return initial === 'true';
}

function timeoutOf(query: URLSearchParams, random: () => number): number {
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  return seconds > 0 ? seconds * 1000 : MIN_TIMEOUT_MS * (1 + random());
}
