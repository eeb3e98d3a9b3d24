import { keyOf, type KubeObject } from '../../../../src/k8s/object.ts';
import type { ApiAnswer } from '../api.ts';
import { textOf } from '../object-text.ts';
import type { ObjectRequest } from '../request.ts';
import { internalError, jsonAnswer, notFound } from '../status-answer.ts';
import type { Storage } from '../storage.ts';

/** Answers with one object as it is now. */
export function get(request: ObjectRequest, storage: Storage): ApiAnswer {
  const asked = request.query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(asked)) throw internalError(`strconv.ParseUint: parsing "${asked}": invalid syntax`);
  return jsonAnswer(200, textOf(present(request, storage), request.form));
}

/** The object that a request names. Throws Refusal when it does not exist. */
export function present(request: ObjectRequest, storage: Storage): KubeObject {
  const found = storage.get(request.resource, storageKey(request));
  if (found === undefined) throw notFound(request.resource, request.name);
  return found;
}

export function storageKey({ name, namespace }: Pick<ObjectRequest, 'name' | 'namespace'>): string {
  return keyOf(namespace === undefined ? { name } : { name, namespace });
}
