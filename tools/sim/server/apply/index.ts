/**
 * Who owns which field of an object, and what becomes of it when someone writes: the part of an API server that
 * implements server-side apply, managedFields and the two JSON patch formats.
 */
export { applyPatch, type ApplyOptions, type ApplyOutcome } from './apply-patch.ts';
export { recordUpdate, type UpdateOptions } from './record-update.ts';
export { conflictCauses, conflictMessage, type Conflict, type ConflictCause } from './conflicts.ts';
export { AppliedTypeError } from './fields-of.ts';
export { mergePatch } from './merge-patch.ts';
export { jsonPatch, JsonPatchError, type PatchOperation } from './json-patch.ts';
export { schemaFromStructural, schemaOf } from './schemas.ts';
export { isSameJson } from './json-values.ts';
export { settleTyped, type SettledObject } from './tracked.ts';
export type { JsonSchema } from './read-schema.ts';
export type { TypeSchema } from './type-schema.ts';
