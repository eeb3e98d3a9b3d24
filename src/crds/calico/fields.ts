/** Kinds of fields that several of Calico's resources have. */
import * as z from 'zod';
import { intOrString, matching } from '../schema.ts';

/** Whether something is on, as a word. */
export const enabledOrDisabled = z.enum(['Enabled', 'Disabled']);

/**
 * A length of time, like `90s`. Whole numbers only: the pattern that Calico ships has one backslash too many before its
 * decimal point, and is kept, since what it refuses older Calico refuses, too.
 */
export function duration(description: string): z.ZodString {
  return matching('^([0-9]+(\\\\.[0-9]+)?(ms|s|m|h))*$', description);
}

/** A port as a number, a name, or a range like `30000:32767`. */
export function portOrRange(description: string): z.ZodCustom<number | string, number | string> {
  return intOrString(description, { pattern: '^.*' });
}

/** A protocol by name or number. */
export function protocol(description: string): z.ZodCustom<number | string, number | string> {
  return intOrString(description, { pattern: '^.*' });
}

export function integer(description: string): z.ZodInt {
  return z.int().describe(description);
}

export function boolean(description: string): z.ZodBoolean {
  return z.boolean().describe(description);
}

export function text(description: string): z.ZodString {
  return z.string().describe(description);
}

/** A range of addresses that the API server checks. */
export function cidr(description: string): z.ZodString {
  return z.string().meta({ format: 'cidr' }).describe(description);
}

/** Words for how severe a log message is, from the least. */
export const SEVERITIES: readonly string[] = ['Trace', 'Debug', 'Info', 'Warning', 'Error', 'Fatal'];
