import { parse } from 'yaml';
import * as z from 'zod';
import { actionSchema, isWatchAction } from './actions.ts';
import { problemsOf } from './rule-problems.ts';

/** One value, or any of several. */
const oneOrMore = <T extends z.ZodType>(value: T): z.ZodUnion<[T, z.ZodArray<T>]> =>
  z.union([value, z.array(value).min(1)]);
const name = z.string().min(1);
const milliseconds = z.number().min(0);

/** Verbs in which faults are told; `connect` is a new connection, before any request on it. */
const verb = z.enum(['get', 'list', 'watch', 'create', 'update', 'patch', 'apply', 'delete', 'connect']);

export type FaultVerb = z.infer<typeof verb>;

/** Which requests a rule is about. A field that is absent matches everything; all that are given must match. */
const matchSchema = z.strictObject({
  verb: oneOrMore(verb).optional(),
  /** `plural`, of any group, or `plural.group`. */
  resource: oneOrMore(name).optional(),
  /** Empty for the object itself. */
  subresource: z.string().optional(),
  namespace: oneOrMore(name).optional(),
  name: oneOrMore(name).optional(),
  /** Who inside the operator asks, as its user agent says. */
  controller: oneOrMore(name).optional(),
  process: oneOrMore(name).optional(),
  /** Only the n-th of the requests that match otherwise, or several of them; the first is 1. */
  nth: oneOrMore(z.int().positive()).optional(),
  /** Of those, only this share, by chance. */
  probability: z.number().min(0).max(1).optional(),
  /** Milliseconds of the run. */
  from: milliseconds.optional(),
  until: milliseconds.optional(),
});

export const ruleSchema = z
  .strictObject({ match: matchSchema.default({}), action: actionSchema })
  .refine(({ match, action }) => !isWatchAction(action) || isOnlyWatch(match.verb), {
    path: ['match', 'verb'],
    error: 'must be watch, or absent, because the action is one of watches',
  });

export type Match = z.infer<typeof matchSchema>;
export type Rule = z.infer<typeof ruleSchema>;

/**
 * The rules in a YAML or JSON text: a list of `{ match, action }`. Throws RuleError, which names for each mistake the rule
 * (the first is 1), the field, the value and what is allowed.
 */
export function parseRules(text: string): Rule[] {
  return checkRules(parse(text));
}

/** The same for rules that are data already. */
export function checkRules(data: unknown): Rule[] {
  const checked = z.array(ruleSchema).safeParse(data ?? []);
  if (checked.success) return checked.data;
  throw new RuleError(problemsOf(checked.error.issues, data, Object.keys(matchSchema.shape)));
}

/** Rules that cannot be used. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
  /** One sentence for each mistake. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The members of a field that may hold one value or several. */
export function valuesOf<T>(field: T | readonly T[]): readonly T[] {
  return Array.isArray(field) ? (field as readonly T[]) : [field as T];
}

function isOnlyWatch(verbs: Match['verb']): boolean {
  return verbs === undefined || valuesOf(verbs).every((verb) => verb === 'watch');
}
