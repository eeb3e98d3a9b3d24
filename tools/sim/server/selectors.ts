import type { KubeObject } from '../../../src/k8s/object.ts';
import { labelSelector } from '../../../src/k8s/selector.ts';
import { badRequest } from './status-answer.ts';
import { stringAt } from './values.ts';
import type { Resource } from './resources.ts';

export type Selects = (object: KubeObject) => boolean;

/** Which objects a list or watch is about. */
export interface SelectionQuery {
  readonly namespace?: string | undefined;
  /** An object named in the URL. */
  readonly name?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** Fields beside name and namespace that some built-in kinds can be selected by. */
const selectableFields: Readonly<Record<string, readonly string[]>> = {
  'pods.': ['spec.nodeName', 'status.phase', 'spec.serviceAccountName', 'spec.restartPolicy'],
  'secrets.': ['type'],
  'namespaces.': ['status.phase'],
  'nodes.': ['spec.unschedulable'],
  'events.events.k8s.io': ['reason', 'type', 'reportingController'],
};

/** The selection as a predicate. Throws Refusal for a selector that cannot be read. */
export function selectionOf(query: SelectionQuery, resource: Resource): Selects {
  const { namespace, name } = query;
  const requirements = [...labelRequirement(query.labelSelector), ...fieldRequirements(query.fieldSelector, resource)];
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (name === undefined || object.metadata.name === name) &&
    requirements.every((holds) => holds(object));
}

function labelRequirement(text: string | undefined): Selects[] {
  if (text === undefined || text === '') return [];
  try {
    const selects = labelSelector(text);
    return [({ metadata }) => selects(metadata.labels ?? {})];
  } catch {
    throw badRequest(`unable to parse requirement: ${text}`);
  }
}

/** One `field=value` or `field!=value`. */
interface FieldTerm {
  readonly field: string;
  readonly equal: boolean;
  readonly value: string;
}

function fieldTerms(text: string): FieldTerm[] {
  return text
    .split(',')
    .filter((term) => term !== '')
    .map((term) => {
      const [, field, operator, value] = /^([^!=]+)(==|=|!=)(.*)$/.exec(term) ?? [];
      if (field === undefined || value === undefined) throw badRequest(`invalid field selector: ${term}`);
      return { field, equal: operator !== '!=', value };
    });
}

function fieldRequirements(text: string | undefined, resource: Resource): Selects[] {
  const known = new Set(['metadata.name', 'metadata.namespace', ...(selectableFields[keyOf(resource)] ?? [])]);
  return fieldTerms(text ?? '').map(({ field, equal, value }) => {
    if (!known.has(field)) throw badRequest(`field label not supported: ${field}`);
    const path = field.split('.');
    return (object) => ((stringAt(object, path) ?? '') === value) === equal;
  });
}

function keyOf({ plural, group }: Resource): string {
  return `${plural}.${group}`;
}

/** The name that a field selector demands: authorization counts it as the name of the request. */
export function nameSelected(text: string | undefined): string | undefined {
  if (text === undefined || !text.includes('metadata.name')) return undefined;
  return fieldTerms(text).find(({ field, equal }) => field === 'metadata.name' && equal)?.value;
}
