import { isJsonObject, type Json } from '../../../../src/reconcilers/apply/field-set.ts';

/** JSON merge patch (RFC 7386): `null` removes, objects merge, all else replaces. Parts that stay are the same values. */
export function mergePatch(live: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, Json> = isJsonObject(live) ? { ...live } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], value);
  }
  return merged;
}
