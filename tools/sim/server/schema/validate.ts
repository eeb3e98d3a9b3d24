import type { Cause } from '../status-answer.ts';
import { equal, isRecord, type JsonRecord } from '../values.ts';
import { duplicates } from './duplicates.ts';
import { limits } from './limits.ts';
import type { Judged, StructuralSchema } from './structural-schema.ts';

const ownFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** What a structural schema objects to in an object, in the words of the API server; CEL rules are not run. */
export function validate(object: object, schema: StructuralSchema, before: object | undefined): Cause[] {
  const root = { value: object, path: '', before };
  const fields = fieldCauses(root, { ...schema, 'x-kubernetes-embedded-resource': true });
  return [...fields, ...missing(root, schema)];
}

function causesOf(judged: Judged, schema: StructuralSchema): Cause[] {
  const { value, before } = judged;
  if (before !== undefined && equal(value, before)) return [];
  if (value === null && schema.nullable === true) return [];
  const mistyped = typeCauses(judged, schema);
  const inner = mistyped.length > 0 ? [] : contentCauses(judged, schema);
  return [...mistyped, ...inner, ...enumCauses(judged, schema), ...combinedCauses(judged, schema)];
}

function contentCauses(judged: Judged, schema: StructuralSchema): Cause[] {
  const own = limits(judged, schema);
  if (Array.isArray(judged.value)) {
    return [...own, ...itemCauses(judged, judged.value, schema), ...duplicates(judged, judged.value, schema)];
  }
  if (!isRecord(judged.value)) return own;
  return [...own, ...fieldCauses(judged, schema), ...missing(judged, schema)];
}

function itemCauses({ path, before }: Judged, list: readonly unknown[], { items }: StructuralSchema): Cause[] {
  if (items === undefined) return [];
  const past: readonly unknown[] = Array.isArray(before) ? before : [];
  return list.flatMap((value, index) => {
    const known = past.find((other) => equal(other, value));
    return causesOf({ value, path: `${path}[${index}]`, before: known }, items);
  });
}

function fieldCauses({ value, path, before }: Judged, schema: StructuralSchema): Cause[] {
  const past = isRecord(before) ? before : {};
  const own = schema['x-kubernetes-embedded-resource'] === true;
  return Object.entries(value as JsonRecord).flatMap(([name, field]) => {
    const of = schema.properties?.[name] ?? schema.additionalProperties;
    if (typeof of !== 'object' || (own && ownFields.has(name))) return [];
    return causesOf({ value: field, path: path === '' ? name : `${path}.${name}`, before: past[name] }, of);
  });
}

function missing({ value, path }: Judged, { required = [] }: StructuralSchema): Cause[] {
  return required
    .filter((name) => (value as JsonRecord)[name] === undefined)
    .map((name) => ({
      reason: 'FieldValueRequired',
      message: 'Required value',
      field: path === '' ? name : `${path}.${name}`,
    }));
}

function typeCauses({ value, path }: Judged, schema: StructuralSchema): Cause[] {
  const wanted = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : [schema.type];
  const found = typeOf(value);
  const fits = wanted.some(
    (type) => type === undefined || type === found || (type === 'number' && found === 'integer'),
  );
  if (fits) return [];
  const message = `Invalid value: "${found}": ${path} in body must be of type ${wanted.join(',')}: "${found}"`;
  return [{ reason: 'FieldValueTypeInvalid', message, field: path }];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function enumCauses({ value, path }: Judged, schema: StructuralSchema): Cause[] {
  if (schema.enum === undefined || schema.enum.some((allowed) => equal(allowed, value))) return [];
  const supported = schema.enum.map((allowed) => JSON.stringify(allowed)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`;
  return [{ reason: 'FieldValueNotSupported', message, field: path }];
}

function combinedCauses(judged: Judged, { anyOf, oneOf, allOf, not }: StructuralSchema): Cause[] {
  const fitting = (schemas: readonly StructuralSchema[]): number =>
    schemas.filter((schema) => causesOf({ ...judged, before: undefined }, schema).length === 0).length;
  const all = (allOf ?? []).flatMap((schema) => causesOf(judged, schema));
  const problems = [
    ...(anyOf !== undefined && fitting(anyOf) === 0 ? ['must validate at least one schema (anyOf)'] : []),
    ...(oneOf !== undefined && fitting(oneOf) !== 1 ? ['must validate one and only one schema (oneOf)'] : []),
    ...(not !== undefined && fitting([not]) === 1 ? ['must not validate the schema (not)'] : []),
  ];
  return [...all, ...problems.map((problem) => combinedCause(judged.path, problem))];
}

function combinedCause(path: string, problem: string): Cause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: "": "${path}" ${problem}`, field: '<nil>' };
}
