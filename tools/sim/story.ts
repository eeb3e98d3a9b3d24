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

function isWorthTelling(happening: Happening): boolean {
  switch (happening.kind) {
    case 'request':
      return happening.fault !== undefined || (isWriteRequest(happening) && happening.resource.plural !== 'leases');
    case 'object':
      return statusChange(happening) !== '';
    case 'log':
      return /"level":"(?:warn|error)"/.test(happening.line);
    case 'note':
      return true;
  }
}

function sentence(happening: Happening): string {
  switch (happening.kind) {
    case 'request': {
      const { process, caller, verb, subresource, code, fault } = happening;
      const what = `${verb} ${subjectOf(happening)}${subresource === undefined ? '' : ` (${subresource})`}`;
      const outcome = code === undefined ? 'no answer' : String(code);
      return `${process} ${caller}: ${what} → ${outcome}${fault === undefined ? '' : `   ✗ ${fault}`}`;
    }
    case 'object': {
      const said = statusChange(happening);
      return said === '' ? `  ${happening.type} ${subjectOf(aboutObject(happening))}` : said;
    }
    case 'note':
      return `── ${happening.what}: ${happening.detail}`;
    case 'log':
      return `${happening.process} logs ${happening.line}`;
  }
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
