import { isJsonObject, type Json, type JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';
import type { FieldSet } from '../../../../src/k8s/object.ts';
import { keyOfItem } from './item-keys.ts';
import { isBlank, isJsonList } from './json-values.ts';
import { childrenOf, consistsOf, isMember, nodeOf } from './set-algebra.ts';
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
 * Parts that are in `former` as well are the same nodes, which makes an apply of nothing new cheap. Throws
 * AppliedTypeError where the value does not fit the type.
 */
export function fieldsOf(value: Json, schema: TypeSchema, former?: FieldSet): FieldSet | undefined {
  return visit(value, schema, { parent: undefined, step: '', isOwn: false, former, isStrict: true });
}

/** The fields of a value that need not fit the type; what does not fit counts as one field. */
export function fieldsIn(value: Json, schema: TypeSchema): FieldSet | undefined {
  return visit(value, schema, { parent: undefined, step: '', isOwn: false, former: undefined, isStrict: false });
}

/** Where a value is: the way to it is a chain because only an error needs it as text. */
interface Place {
  readonly parent: Place | undefined;
  /** Name of a field, or index of an item. */
  readonly step: string | number;
  /** Whether the value is claimed itself, not only what is in it. */
  readonly isOwn: boolean;
  /** What was claimed here before. */
  readonly former: FieldSet | undefined;
  /** Whether a misfit is an error. */
  readonly isStrict: boolean;
}

const leaf: FieldSet = nodeOf(true, []) ?? {};

function visit(value: Json, schema: TypeSchema, place: Place): FieldSet | undefined {
  if (value === null) return leaf;
  if (schema.kind === 'scalar') return fieldsOfScalar(value, schema.type, place);
  if (schema.kind === 'any') return isJsonObject(value) ? fieldsOfMap(value, schema, place) : leaf;
  if (schema.kind === 'map') {
    return isJsonObject(value) ? fieldsOfMap(value, schema, place) : misfit(place, `expected map, ${butGot(value)}`);
  }
  return isJsonList(value) ? fieldsOfList(value, schema, place) : misfit(place, `expected list, ${butGot(value)}`);
}

function fieldsOfScalar(value: Json, type: string, place: Place): FieldSet | undefined {
  const fits = type === 'any' ? typeof value !== 'object' : typeof value === type;
  return fits ? leaf : misfit(place, `expected ${type}, ${butGot(value)}`);
}

function fieldsOfMap(value: JsonObject, schema: MapSchema | AnySchema, place: Place): FieldSet | undefined {
  const below: [string, FieldSet][] = [];
  for (const name in value) {
    const child = value[name] ?? null;
    const type = typeOfField(schema, name);
    const isOwn = isEmptyMap(child) || schema.kind === 'any' || schema.fields.get(name) === undefined;
    const here = stepTo(place, name, isOwn, `f:${name}`);
    const node = type === undefined ? misfit(here, 'field not declared in schema') : visit(child, type, here);
    if (node !== undefined) below.push([`f:${name}`, node]);
  }
  return schema.kind === 'map' && schema.atomic ? leaf : likeFormer(place, below);
}

function isEmptyMap(value: Json): boolean {
  return isBlank(value) && !isJsonList(value);
}

function fieldsOfList(list: readonly Json[], schema: ListSchema, place: Place): FieldSet | undefined {
  if (schema.relation !== 'atomic') return fieldsOfItems(list, schema, place);
  if (place.isStrict) for (const [index, item] of list.entries()) visit(item, schema.items, stepTo(place, index, true));
  return leaf;
}

function fieldsOfItems(list: readonly Json[], schema: ListSchema, place: Place): FieldSet | undefined {
  const below = new Map<string, FieldSet>();
  for (const [index, item] of list.entries()) {
    const key = keyOfItem(item, schema);
    if (key === undefined) misfit(place, `element ${index}: ${keysMissing(schema)}`);
    else if (below.has(key)) misfit(place, `duplicate entries for key ${key.slice(2)}`);
    const node = visit(item, schema.items, stepTo(place, index, true, key));
    if (key !== undefined && node !== undefined) below.set(key, node);
  }
  return likeFormer(place, [...below]);
}

/** The former node itself where it is no other. */
function likeFormer({ isOwn, former }: Place, below: [string, FieldSet][]): FieldSet | undefined {
  return former !== undefined && consistsOf(former, isOwn, below) ? former : nodeOf(isOwn, below);
}

function keysMissing({ keys }: ListSchema): string {
  return `associative list with keys has an element that omits all key fields ${JSON.stringify(keys)}`;
}

function stepTo(parent: Place, step: string | number, isOwn: boolean, key?: string): Place {
  const former = key === undefined ? undefined : parent.former?.[key];
  return { parent, step, isOwn, former, isStrict: parent.isStrict };
}

function misfit(place: Place, problem: string): FieldSet | undefined {
  if (!place.isStrict) return leaf;
  throw new AppliedTypeError(pathTo(place), problem);
}

function pathTo({ parent, step }: Place): string {
  if (parent === undefined) return '';
  return `${pathTo(parent)}${typeof step === 'number' ? `[${step}]` : `.${step}`}`;
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
    return [key, isDeclared(schema, key) && !isMember(grown) ? (nodeOf(true, childrenOf(grown)) ?? grown) : grown];
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
