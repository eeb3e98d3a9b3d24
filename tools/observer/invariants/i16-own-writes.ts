import { operatorWrites } from '../authors.ts';
import { subjectOf, type History, type ObjectChange, type RequestMade } from '../history.ts';
import { textAt, valueAt } from '../value-at.ts';
import { invariant } from './invariant.ts';

/**
 * A decision shows its age where it names the version that it was based on: in the body, or in the preconditions of a
 * deletion. Bodies are known in simulations; audit logs have none, and there only creations of what was created tell.
 */
export const ownWritesAreSeen = invariant(
  'I16',
  'No write is based on a state older than the own last write to the object',
  function* (history, facts) {
    const own = new Map<string, OwnWrite>();
    const versions = versionsByRequest(history);
    for (const request of operatorWrites(history, facts)) {
      const subject = `${request.process} ${subjectOf(request)}`;
      const last = own.get(subject);
      if (last !== undefined && isStale(request, last) && !crossed(request, last))
        yield { at: request.at, what: `${request.verb} ${subjectOf(request)} is older than the own write before it` };
      if (wasAnswered(request)) own.set(subject, { ...request, version: versions.get(request.n) });
    }
  },
);

interface OwnWrite extends Pick<RequestMade, 'at' | 'verb' | 'caller'> {
  /** That the write gave the object, where it is known. */
  readonly version: bigint | undefined;
}

function isStale({ verb, code, body }: RequestMade, last: OwnWrite): boolean {
  if (verb === 'create') return last.verb === 'create' && code === 409;
  const based = versionIn(body);
  return last.version !== undefined && based !== undefined && based < last.version;
}

/** On the way at the same time as a write of another controller: nobody could have known, and its guard stops it. */
function crossed({ at, caller }: RequestMade, last: OwnWrite): boolean {
  return caller !== last.caller && at - last.at < underwayMs;
}

/** How long a request and its answer are on the way. */
const underwayMs = 20;

function versionsByRequest(history: History): ReadonlyMap<number, bigint> {
  const made = history.changes.filter(
    (change): change is ObjectChange & { request: number } => change.request !== undefined,
  );
  return new Map(made.map(({ request, object }) => [request, BigInt(object.metadata.resourceVersion ?? '0')]));
}

/** Only who got an answer can know what the write led to. */
function wasAnswered({ code, fault }: RequestMade): boolean {
  return fault === undefined && code !== undefined && code < 300;
}

/** In an object, in the preconditions of a deletion, or in the guard of a JSON patch. */
function versionIn(body: string | undefined): bigint | undefined {
  if (body === undefined || body === '') return undefined;
  const content = JSON.parse(body) as unknown;
  const text = Array.isArray(content)
    ? guardIn(content)
    : (textAt(content, 'metadata', 'resourceVersion') ?? textAt(content, 'preconditions', 'resourceVersion'));
  return text !== undefined && /^\d+$/.test(text) ? BigInt(text) : undefined;
}

function guardIn(steps: readonly unknown[]): string | undefined {
  const guard = steps.find((step) => valueAt(step, 'path') === '/metadata/resourceVersion');
  return textAt(guard, 'value');
}
