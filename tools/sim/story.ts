import type { Condition } from '../../src/crds/status/conditions.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { isWriteRequest, subjectOf, type Happening, type History, type ObjectChange } from '../observer/history.ts';

export interface StoryOptions {
  /** `writes`: what was changed, and what went wrong. `all`: every request and every change. */
  readonly detail: 'writes' | 'all';
}

/** A history as lines that people can read from top to bottom. */
export function tell(history: History, { detail }: StoryOptions): string[] {
  const shown = history.all.filter((happening) => detail === 'all' || isWorthTelling(happening));
  return shown.map((happening) => `${secondsOf(happening.at)}  ${sentence(happening)}`);
}

type Of<Kind extends Happening['kind']> = Extract<Happening, { readonly kind: Kind }>;
type ByKind<Result> = { readonly [Kind in Happening['kind']]: (happening: Of<Kind>) => Result };

function byKind<Result>(cases: ByKind<Result>, happening: Happening): Result {
  return (cases[happening.kind] as (happening: Happening) => Result)(happening);
}

const worthTelling: ByKind<boolean> = {
  request: (request) =>
    request.fault !== undefined || (isWriteRequest(request) && request.resource.plural !== 'leases'),
  object: (change) => statusChange(change) !== '',
  log: ({ line }) => /"level":"(?:warn|error)"/.test(line),
  note: () => true,
};

function isWorthTelling(happening: Happening): boolean {
  return byKind(worthTelling, happening);
}

const sentences: ByKind<string> = {
  request: (request) => {
    const { process, caller, verb, subresource, code, fault } = request;
    const what = `${verb} ${subjectOf(request)}${subresource === undefined ? '' : ` (${subresource})`}`;
    const outcome = code === undefined ? 'no answer' : String(code);
    return `${process} ${caller}: ${what} → ${outcome}${fault === undefined ? '' : `   ✗ ${fault}`}`;
  },
  object: (change) => {
    const said = statusChange(change);
    return said === '' ? `  ${change.type} ${subjectOf(aboutObject(change))}` : said;
  },
  note: ({ what, detail }) => `── ${what}: ${detail}`,
  log: ({ process, line }) => `${process} logs ${line}`,
};

function sentence(happening: Happening): string {
  return byKind(sentences, happening);
}

function aboutObject({ resource, object }: ObjectChange): Parameters<typeof subjectOf>[0] {
  return { resource, namespace: object.metadata.namespace, name: object.metadata.name };
}

/** `calico is Available`, for the conditions that a change of a TigeraStatus turned; '' for all other changes. */
function statusChange({ resource, object, before }: ObjectChange): string {
  if (resource.plural !== 'tigerastatuses') return '';
  const old = new Map(conditionsOf(before).map((condition) => [condition.type, condition.status]));
  const turned = conditionsOf(object).filter(({ type, status }) => (old.get(type) ?? 'False') !== status);
  const words = turned.map(({ type, status, message = '' }) => {
    const isSo = status === 'True' ? type : `not ${type}`;
    return message === '' ? isSo : `${isSo} (${message.replaceAll('\n', '; ')})`;
  });
  return words.length === 0 ? '' : `   ${object.metadata.name} is ${words.join(', ')}`;
}

function conditionsOf(object: KubeObject | undefined): readonly Condition[] {
  return (object as { status?: { conditions?: Condition[] } } | undefined)?.status?.conditions ?? [];
}

function secondsOf(ms: number): string {
  return `${(ms / 1000).toFixed(3).padStart(9)} s`;
}
