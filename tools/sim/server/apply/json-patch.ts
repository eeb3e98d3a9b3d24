import { isJsonObject, type Json } from '../../../../src/reconcilers/apply/field-set.ts';
import { isJsonList, isSameJson } from './json-values.ts';

/** One operation of a JSON patch (RFC 6902). */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  /** JSON pointer (RFC 6901). */
  readonly path: string;
  readonly from?: string;
  readonly value?: Json;
}

/** An operation could not be done: a `test` found something else, or its path leads nowhere. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';
  readonly operation: PatchOperation;

  constructor(operation: PatchOperation, problem: string) {
    super(`${operation.op} operation does not apply: ${problem}`);
    this.operation = operation;
  }
}

/** JSON patch: all operations in order, or JsonPatchError and nothing. `live` stays as it was. */
export function jsonPatch(live: Json, operations: readonly PatchOperation[]): Json {
  return operations.reduce<Json>(applyOperation, live);
}

function applyOperation(document: Json, operation: PatchOperation): Json {
  const { op, path, from = '', value = null } = operation;
  switch (op) {
    case 'add':
      return edit(document, path, operation, () => value);
    case 'replace':
      read(document, path, operation);
      return edit(remove(document, path, operation), path, operation, () => value);
    case 'remove':
      return remove(document, path, operation);
    case 'copy':
      return edit(document, path, operation, () => read(document, from, operation));
    case 'move':
      return edit(remove(document, from, operation), path, operation, () => read(document, from, operation));
    case 'test':
      return test(document, path, operation);
    default:
      // A body may hold anything.
      throw new JsonPatchError(operation, `there is no operation ${JSON.stringify(op)}`);
  }
}

function test(document: Json, path: string, operation: PatchOperation): Json {
  if (isSameJson(read(document, path, operation), operation.value ?? null)) return document;
  throw new JsonPatchError(operation, `testing value ${path} failed`);
}

function remove(document: Json, path: string, operation: PatchOperation): Json {
  read(document, path, operation);
  return path === '' ? null : edit(document, path, operation, () => undefined);
}

function read(document: Json, path: string, operation: PatchOperation): Json {
  let value: Json | undefined = document;
  for (const step of stepsOf(path)) value = childOf(value, step);
  if (value === undefined) throw new JsonPatchError(operation, `unable to find ${path}`);
  return value;
}

function childOf(value: Json | undefined, step: string): Json | undefined {
  if (isJsonList(value)) return value[indexOf(step)];
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** A copy of `document` with another value at `path`; undefined takes the value out. */
function edit(document: Json, path: string, operation: PatchOperation, value: () => Json | undefined): Json {
  const [step, ...rest] = stepsOf(path);
  if (step === undefined) return value() ?? null;
  return editBelow(document, [step, ...rest], operation, value());
}

function editBelow(
  parent: Json,
  path: readonly [string, ...string[]],
  operation: PatchOperation,
  value: Json | undefined,
): Json {
  const [step, next, ...rest] = path;
  if (next === undefined) return put(parent, step, operation, value);
  const child = childOf(parent, step);
  if (child === undefined) throw new JsonPatchError(operation, `unable to find ${operation.path}`);
  const edited = editBelow(child, [next, ...rest], operation, value);
  if (isJsonList(parent)) return parent.with(indexOf(step), edited);
  return { ...(parent as object), [step]: edited };
}

function put(parent: Json, step: string, operation: PatchOperation, value: Json | undefined): Json {
  if (isJsonList(parent)) return putItem(parent, step, operation, value);
  if (!isJsonObject(parent)) throw new JsonPatchError(operation, `unable to find ${operation.path}`);
  if (value !== undefined) return { ...parent, [step]: value };
  const { [step]: _, ...rest } = parent;
  return rest;
}

function putItem(list: readonly Json[], step: string, operation: PatchOperation, value: Json | undefined): Json {
  const index = step === '-' ? list.length : indexOf(step);
  if (!(index >= 0 && index <= list.length)) throw new JsonPatchError(operation, `index ${step} out of bounds`);
  return value === undefined ? list.toSpliced(index, 1) : list.toSpliced(index, 0, value);
}

function indexOf(step: string): number {
  return /^(?:0|[1-9]\d*)$/.test(step) ? Number(step) : -1;
}

function stepsOf(path: string): string[] {
  if (path === '') return [];
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
