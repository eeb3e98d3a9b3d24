import type * as z from 'zod';
import { actionFields } from './actions.ts';

type Issue = z.core.$ZodIssue;

/** Sentences for people who write rules: which rule, which field, what it holds, what is allowed. */
export function problemsOf(issues: readonly Issue[], data: unknown, matchFields: readonly string[]): string[] {
  if (!Array.isArray(data)) return [`Rules are a list, not ${show(data)}`];
  return issues.map((issue) => {
    const [index = 0, ...field] = issue.path;
    const where = [`rule ${Number(index) + 1}`, field.join('.')].filter((part) => part !== '').join(', ');
    const value = valueAt(data, issue.path);
    return `${where}: ${show(value)} ${complaint(issue, { value, field: String(field[0] ?? ''), matchFields })}`;
  });
}

interface Place {
  readonly value: unknown;
  /** `match`, `action` or nothing. */
  readonly field: string;
  readonly matchFields: readonly string[];
}

function complaint(issue: Issue, place: Place): string {
  const says = complaints[issue.code] as ((issue: Issue, place: Place) => string) | undefined;
  return says?.(issue, place) ?? issue.message;
}

/** Issues that are not here explain themselves. */
const complaints: {
  readonly [Code in Issue['code']]?: (issue: Extract<Issue, { code: Code }>, place: Place) => string;
} = {
  unrecognized_keys: ({ keys }, place) =>
    `has ${keys.join(', ')}, which is not known; allowed: ${fieldsAt(place).join(', ')}`,
  invalid_value: ({ values }) => `is not allowed; allowed: ${values.join(', ')}`,
  invalid_union: (issue, place) => `is not allowed; allowed: ${alternatives(issue, place)}`,
  invalid_type: ({ expected }) => `is not allowed; allowed: ${article(expected)}`,
  too_small: ({ inclusive, minimum }) =>
    `is too small; allowed: ${inclusive === false ? 'more than' : 'at least'} ${minimum}`,
  too_big: ({ maximum }) => `is too big; allowed: at most ${maximum}`,
  invalid_format: ({ format }) => `is not allowed; allowed: ${article(format)}`,
};

/** Of an unknown action: the known ones. Of a field that takes one value or a list: what each value may be. */
function alternatives(issue: Extract<Issue, { code: 'invalid_union' }>, place: Place): string {
  if (issue.path.at(-1) === 'kind') return [...actionFields.keys()].join(', ');
  const [first] = issue.errors;
  const allowed = (first ?? []).map((each) => complaint(each, place).replace(/^.*allowed: /, ''));
  return `${allowed.join('; ')}, or a list of such`;
}

function fieldsAt({ field, value, matchFields }: Place): readonly string[] {
  if (field === 'match') return matchFields;
  if (field !== 'action') return ['match', 'action'];
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? String(value.kind) : '';
  return ['kind', ...(actionFields.get(kind) ?? [])];
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function article(noun: string): string {
  return noun === 'int' ? 'a whole number' : `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
