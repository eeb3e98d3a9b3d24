import { isIPv4, isIPv6 } from 'node:net';
import type { Cause } from '../status-answer.ts';
import { isRecord } from '../values.ts';
import type { Judged, StructuralSchema } from './structural-schema.ts';

/** What the bounds, patterns and formats of a schema object to in one value; its parts are not looked at. */
export function limits(judged: Judged, schema: StructuralSchema): Cause[] {
  const { value } = judged;
  if (typeof value === 'number') return numberCauses(judged, value, schema);
  if (typeof value === 'string') return textCauses(judged, value, schema);
  if (Array.isArray(value)) return countCauses(judged, value.length, { ...schema, what: 'items' });
  if (!isRecord(value)) return [];
  const { minProperties, maxProperties } = schema;
  const bounds = {
    ...(minProperties !== undefined && { minItems: minProperties }),
    ...(maxProperties !== undefined && { maxItems: maxProperties }),
  };
  return countCauses(judged, Object.keys(value).length, { ...bounds, what: 'properties' });
}

function numberCauses({ path }: Judged, value: number, schema: StructuralSchema): Cause[] {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, exclusiveMaximum } = schema;
  const low = exclusiveMinimum === true ? value <= minimum : value < minimum;
  const high = exclusiveMaximum === true ? value >= maximum : value > maximum;
  return [
    ...(low ? [invalidValue(path, value, `should be greater ${than(exclusiveMinimum)} ${minimum}`)] : []),
    ...(high ? [invalidValue(path, value, `should be less ${than(exclusiveMaximum)} ${maximum}`)] : []),
  ];
}

function than(exclusive: boolean | undefined): string {
  return exclusive === true ? 'than' : 'than or equal to';
}

function textCauses({ path }: Judged, value: string, schema: StructuralSchema): Cause[] {
  const { minLength = 0, maxLength = Infinity, pattern, format } = schema;
  const length = Array.from(value).length;
  if (length > maxLength) {
    const message = `Too long: may not be more than ${maxLength} bytes`;
    return [{ reason: 'FieldValueTooLong', message, field: path }];
  }
  const isOfFormat = format === undefined || formats[format]?.(value) !== false;
  return [
    ...(length < minLength ? [invalidValue(path, value, `should be at least ${minLength} chars long`)] : []),
    ...(matches(pattern, value) ? [] : [invalidValue(path, value, `should match '${pattern}'`)]),
    ...(isOfFormat
      ? []
      : [{ ...invalidValue(path, value, `must be of type ${format}`), reason: 'FieldValueTypeInvalid' }]),
  ];
}

/** The formats that are checked; others are for readers. */
const formats: Readonly<Record<string, (value: string) => boolean>> = {
  'date-time': (value) => !Number.isNaN(Date.parse(value)),
  ipv4: (value) => isIPv4(value),
  ipv6: (value) => isIPv6(value),
  cidr: isCidr,
};

function isCidr(value: string): boolean {
  const [address = '', length = '', ...rest] = value.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  return rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= most;
}

const expressions = new Map<string, RegExp>();

function matches(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return true;
  const expression = expressions.get(pattern) ?? expressionOf(pattern);
  expressions.set(pattern, expression);
  return expression.test(value);
}

/** Go writes inside of an expression that case does not matter. */
function expressionOf(pattern: string): RegExp {
  return new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? 'iu' : 'u');
}

function countCauses(
  { path }: Judged,
  count: number,
  bounds: { readonly minItems?: number; readonly maxItems?: number; readonly what: string },
): Cause[] {
  const { minItems = 0, maxItems = Infinity, what } = bounds;
  if (count < minItems) return [invalidValue(path, count, `should have at least ${minItems} ${what}`)];
  if (count <= maxItems) return [];
  const message = `Too many: ${count}: must have at most ${maxItems} item${maxItems === 1 ? '' : 's'}`;
  return [{ reason: 'FieldValueTooMany', message, field: path }];
}

function invalidValue(path: string, value: unknown, problem: string): Cause {
  const message = `Invalid value: ${JSON.stringify(value)}: ${path} in body ${problem}`;
  return { reason: 'FieldValueInvalid', message, field: path };
}
