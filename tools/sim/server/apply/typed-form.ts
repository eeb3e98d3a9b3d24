import { isJsonObject, type Json, type JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';
import { isBlank, isJsonList } from './json-values.ts';
import { typeOfField, type MapSchema, type ScalarSchema, type TypeSchema } from './type-schema.ts';

/** What a type found wrong with a value, by path: `.spec.replicas`. */
export interface Misfits {
  /** Fields that the type does not have. */
  readonly unknown: string[];
  /** Values of another type. */
  readonly mistyped: string[];
}

/**
 * An object of a built-in kind as the server's own type keeps it: without unknown fields, `null`, empty lists and empty
 * maps. Structs stay even if empty, and so does all of a custom resource. The same value where there is nothing to leave
 * out.
 */
export function typedForm(value: Json, schema: TypeSchema, misfits?: Misfits): Json {
  return formOf(value, schema, { path: '', misfits });
}

interface Place {
  readonly path: string;
  readonly misfits: Misfits | undefined;
}

function formOf(value: Json, schema: TypeSchema, place: Place): Json {
  if (value === null) return value;
  if (schema.kind === 'list' && isJsonList(value)) return formOfItems(value, schema.items, place);
  if (schema.kind === 'map' && isJsonObject(value)) return formOfFields(value, schema, place);
  if (schema.kind !== 'any' && !(schema.kind === 'scalar' && isOfType(value, schema))) {
    place.misfits?.mistyped.push(place.path);
  }
  return value;
}

function isOfType(value: Json, { type }: ScalarSchema): boolean {
  return type === 'any' ? typeof value !== 'object' : typeof value === type;
}

function formOfItems(list: readonly Json[], schema: TypeSchema, { path, misfits }: Place): Json {
  const typed = list.map((item, index) => formOf(item, schema, { path: `${path}[${index}]`, misfits }));
  return typed.every((item, index) => item === list[index]) ? list : typed;
}

function formOfFields(value: JsonObject, schema: MapSchema, place: Place): JsonObject {
  let typed: Record<string, Json> | undefined;
  for (const name in value) {
    const child = value[name] ?? null;
    const form = formOfField(child, schema, { path: `${place.path}.${name}`, misfits: place.misfits }, name);
    if (form === child) continue;
    typed ??= { ...value };
    if (form === undefined) delete typed[name];
    else typed[name] = form;
  }
  return typed ?? value;
}

/** Undefined for what is left out; custom resources have been pruned before, and nothing of them is left out here. */
function formOfField(value: Json, schema: MapSchema, place: Place, name: string): Json | undefined {
  const type = typeOfField(schema, name);
  if (type === undefined) place.misfits?.unknown.push(place.path);
  const form = type === undefined ? value : formOf(value, type, place);
  if (schema.unset === undefined) return form;
  return type !== undefined && isShown(form, type) ? form : undefined;
}

/** Whether a struct of the server shows a field with this value. */
export function isShown(value: Json | undefined, type: TypeSchema | undefined): boolean {
  if (value === undefined || value === null) return false;
  const isContainer = type?.kind === 'list' || (type?.kind === 'map' && type.values !== undefined);
  return !isContainer || !isBlank(value);
}
