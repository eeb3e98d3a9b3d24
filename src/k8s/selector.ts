/** Selectors as predicates, for objects that did not come from the server's own selection. */
import type { Selection } from './client.ts';
import type { KubeObject } from './object.ts';

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

const SET_REQUIREMENT = /^([^\s!=]+)\s+(in|notin)\s*\(([^)]*)\)$/;
const EQUALITY_REQUIREMENT = /^([^\s!=]+)\s*(==|=|!=)\s*(\S*)$/;
const EXISTENCE_REQUIREMENT = /^(!?)\s*([^\s!=]+)$/;

/**
 * Reads a label selector in the text form of the API: `a=b,c!=d,e in (f,g),h,!i`. Throws SyntaxError for anything else.
 */
export function labelSelector(text: string): Requirement {
  const requirements = splitOutsideParentheses(text).map(requirement);
  return (labels) => requirements.every((holds) => holds(labels));
}

/** Reads a field selector on `metadata.name` and `metadata.namespace`; undefined when it names another field. */
export function fieldSelector(text: string): ((object: KubeObject) => boolean) | undefined {
  const terms = splitOutsideParentheses(text).map((term) => EQUALITY_REQUIREMENT.exec(term));
  const known = terms.every((term) => term?.[1] === 'metadata.name' || term?.[1] === 'metadata.namespace');
  if (!known) return undefined;
  return ({ metadata }) =>
    terms.every((term) => {
      const value = term?.[1] === 'metadata.name' ? metadata.name : metadata.namespace;
      return (value === term?.[3]) === (term?.[2] !== '!=');
    });
}

/** Whether the server's selection would hold the object. Fields other than name and namespace count as matching. */
export function selects(selection: Selection): (object: KubeObject) => boolean {
  const labels = labelSelector(selection.labelSelector ?? '');
  const fields = fieldSelector(selection.fieldSelector ?? '');
  return (object) =>
    (selection.namespace === undefined || object.metadata.namespace === selection.namespace) &&
    labels(object.metadata.labels ?? {}) &&
    (fields === undefined || fields(object));
}

/** In one go from left to right: looking ahead from each comma would take a long text the square of its length. */
function splitOutsideParentheses(text: string): string[] {
  const parts = text.match(/(?:\([^)]*\)?|[^,(])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function requirement(text: string): Requirement {
  const set = SET_REQUIREMENT.exec(text);
  if (set !== null) return setRequirement(set[1] ?? '', set[2] === 'in', set[3] ?? '');
  const equality = EQUALITY_REQUIREMENT.exec(text);
  if (equality !== null) return setRequirement(equality[1] ?? '', equality[2] !== '!=', equality[3] ?? '');
  const existence = EXISTENCE_REQUIREMENT.exec(text);
  if (existence === null) throw new SyntaxError(`label selector: cannot read ${JSON.stringify(text)}`);
  const key = existence[2] ?? '';
  return (labels) => Object.hasOwn(labels, key) === (existence[1] === '');
}

/** An absent label satisfies every negative requirement: so says the API. */
function setRequirement(key: string, wanted: boolean, list: string): Requirement {
  const values = new Set(list.split(',').map((value) => value.trim()));
  return (labels) => (Object.hasOwn(labels, key) && values.has(labels[key] ?? '')) === wanted;
}
