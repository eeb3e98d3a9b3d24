import { isJsonObject, type Json, type JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';
import type { FieldSet } from '../../../../src/k8s/object.ts';
import { keyOfItem } from './item-keys.ts';
import { isBlank, isJsonList } from './json-values.ts';
import { nodeOf, childrenOf, isMember } from './set-algebra.ts';
import { typeOfField, type AnySchema, type ListSchema, type MapSchema, type TypeSchema } from './type-schema.ts';

/** What was applied does not fit the type. The API server answers 500 with this message. */
export class AppliedTypeError extends Error {
  override readonly name = 'AppliedTypeError';
  /** Path of the misfit, for example `.spec.replicas`. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

/**
 * The fields that an apply of `value` claims: scalars, atomic values, empty maps, items of lists and entries of maps.
 * Throws AppliedTypeError where the value does not fit the type.
 */
export function fieldsOf(value: Json, schema: TypeSchema): FieldSet | undefined {
  return visit(value, schema, { parent: undefined, step: '' });
}

/** The fields of a value that need not fit the type; what does not fit counts as one field. */
export function fieldsIn(value: Json, schema: TypeSchema): FieldSet | undefined {
  return visit(value, schema, undefined);
}

/** The way to a value, kept as a chain because only an error needs it as text; absent where no error is wanted. */
interface Place {
  readonly parent: Place | undefined;
  readonly step: string;
}

function visit(value: Json, schema: TypeSchema, place: Place | undefined): FieldSet | undefined {
  if (value === null) return nodeOf(true, []);
  if (schema.kind === 'scalar') return fieldsOfScalar(value, schema.type, place);
  if (schema.kind === 'any') return isJsonObject(value) ? fieldsOfMap(value, schema, place) : nodeOf(true, []);
  if (schema.kind === 'map') {
    return isJsonObject(value) ? fieldsOfMap(value, schema, place) : misfit(place, `expected map, ${butGot(value)}`);
  }
  return isJsonList(value) ? fieldsOfList(value, schema, place) : misfit(place, `expected list, ${butGot(value)}`);
}

function fieldsOfScalar(value: Json, type: string, place: Place | undefined): FieldSet | undefined {
  const fits = type === 'any' ? typeof value !== 'object' : typeof value === type;
  return fits ? nodeOf(true, []) : misfit(place, `expected ${type}, ${butGot(value)}`);
}

function fieldsOfMap(value: JsonObject, schema: MapSchema | AnySchema, place: Place | undefined): FieldSet | undefined {
  const below: [string, FieldSet][] = [];
  for (const [name, child] of Object.entries(value)) {
    const type = typeOfField(schema, name);
    const here = stepTo(place, `.${name}`);
    const isOwn = isEmptyMap(child) || schema.kind === 'any' || schema.fields.get(name) === undefined;
    const found = type === undefined ? misfit(here, 'field not declared in schema') : visit(child, type, here);
    const node = asMember(found, isOwn);
    if (node !== undefined) below.push([`f:${name}`, node]);
  }
  return schema.kind === 'map' && schema.atomic ? nodeOf(true, []) : nodeOf(false, below);
}

function isEmptyMap(value: Json): boolean {
  return isBlank(value) && !isJsonList(value);
}

function asMember(node: FieldSet | undefined, isOwn: boolean): FieldSet | undefined {
  if (!isOwn || (node !== undefined && isMember(node))) return node;
  return nodeOf(true, node === undefined ? [] : childrenOf(node));
}

function fieldsOfList(list: readonly Json[], schema: ListSchema, place: Place | undefined): FieldSet | undefined {
  if (schema.relation !== 'atomic') return fieldsOfItems(list, schema, place);
  if (place !== undefined) {
    for (const [index, item] of list.entries()) visit(item, schema.items, stepTo(place, `[${index}]`));
  }
  return nodeOf(true, []);
}

function fieldsOfItems(list: readonly Json[], schema: ListSchema, place: Place | undefined): FieldSet | undefined {
  const below = new Map<string, FieldSet>();
  for (const [index, item] of list.entries()) {
    const key = keyOfItem(item, schema);
    if (key === undefined) misfit(place, `element ${index}: ${keysMissing(schema)}`);
    else if (below.has(key)) misfit(place, `duplicate entries for key ${key.slice(2)}`);
    const node = asMember(visit(item, schema.items, stepTo(place, `[${index}]`)), true);
    if (key !== undefined && node !== undefined) below.set(key, node);
  }
  return nodeOf(false, [...below]);
}

function keysMissing({ keys }: ListSchema): string {
  return `associative list with keys has an element that omits all key fields ${JSON.stringify(keys)}`;
}

function stepTo(place: Place | undefined, step: string): Place | undefined {
  return place === undefined ? undefined : { parent: place, step };
}

function misfit(place: Place | undefined, problem: string): FieldSet | undefined {
  if (place === undefined) return nodeOf(true, []);
  const steps: string[] = [];
  for (let here: Place | undefined = place; here !== undefined; here = here.parent) steps.unshift(here.step);
  throw new AppliedTypeError(steps.join(''), problem);
}

function butGot(value: Json): string {
  return `got ${isJsonList(value) ? 'list' : isJsonObject(value) ? 'map' : typeof value}`;
}

/**
 * The set with each struct field that it holds a part of: an applier that drops all it had below a field drops the field
 * itself, defaults that the server put there included.
 */
export function withParents(set: FieldSet, schema: TypeSchema | undefined): FieldSet {
  const below = childrenOf(set).map(([key, child]): [string, FieldSet] => {
    const grown = withParents(child, typeBelow(schema, key));
    return [key, isDeclared(schema, key) ? (asMember(grown, true) ?? grown) : grown];
  });
  return nodeOf(isMember(set), below) ?? set;
}

function isDeclared(schema: TypeSchema | undefined, key: string): boolean {
  return schema?.kind === 'map' && key.startsWith('f:') && schema.fields.get(key.slice(2)) !== undefined;
}

/** The type that a key of a set leads to; undefined where the schema has changed since. */
function typeBelow(schema: TypeSchema | undefined, key: string): TypeSchema | undefined {
  if (schema?.kind === 'list') return schema.items;
  if (schema === undefined || schema.kind === 'scalar' || !key.startsWith('f:')) return undefined;
  return typeOfField(schema, key.slice(2));
}
