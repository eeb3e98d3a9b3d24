import { isJsonObject, type Json, type JsonObject } from '../../../../src/reconcilers/apply/field-set.ts';
import { isBlank, isJsonList } from './json-values.ts';
import { typeOfField, type MapSchema, type TypeSchema } from './type-schema.ts';

/**
 * An object of a built-in kind as the server's own type keeps it: without `null`, empty lists and empty maps. Structs stay
 * even if empty, and so does all of a custom resource. The same value where there is nothing to leave out.
 */
export function typedForm(value: Json, schema: TypeSchema): Json {
  if (schema.kind === 'list') return isJsonList(value) ? typedItems(value, schema.items) : value;
  return schema.kind === 'map' && isJsonObject(value) ? typedFields(value, schema) : value;
}

function typedItems(list: readonly Json[], schema: TypeSchema): Json {
  if (schema.kind === 'scalar') return list;
  const typed = list.map((item) => typedForm(item, schema));
  return typed.every((item, index) => item === list[index]) ? list : typed;
}

function typedFields(value: JsonObject, schema: MapSchema): JsonObject {
  let typed: Record<string, Json> | undefined;
  for (const name in value) {
    const child = value[name] ?? null;
    const type = typeOfField(schema, name);
    const form = type === undefined ? child : typedForm(child, type);
    if (form === child && !isHidden(child, schema, type)) continue;
    typed ??= { ...value };
    if (isHidden(form, schema, type)) delete typed[name];
    else typed[name] = form;
  }
  return typed ?? value;
}

function isHidden(value: Json, { unset }: MapSchema, type: TypeSchema | undefined): boolean {
  return unset !== undefined && !isShown(value, type);
}

/** Whether a struct of the server shows a field with this value. */
export function isShown(value: Json | undefined, type: TypeSchema | undefined): boolean {
  if (value === undefined || value === null) return false;
  const isContainer = type?.kind === 'list' || (type?.kind === 'map' && type.values !== undefined);
  return !isContainer || !isBlank(value);
}
