import type { ApiAnswer, User } from '../api.ts';
import type { Decision } from '../rbac/authorizer.ts';
import type { Access } from '../rbac/rules.ts';
import { bodyOf, type ResourceRequest } from '../request.ts';
import { invalid, jsonAnswer } from '../status-answer.ts';
import { listAt, stringAt, valueAt, type JsonRecord } from '../values.ts';

/** Answers who may do what, from the same place that decides about requests. Nothing is stored. */
export function review(request: ResourceRequest, decide: (user: User, access: Access) => Decision): ApiAnswer {
  const body = bodyOf(request);
  const spec = (valueAt(body, ['spec']) ?? {}) as JsonRecord;
  const isSelf = request.resource.kind === 'SelfSubjectAccessReview';
  const user = isSelf ? request.user : subjectOf(spec);
  const status = decide(user, accessOf(spec));
  const { apiVersion, kind } = request.resource;
  return jsonAnswer(201, JSON.stringify({ kind, apiVersion, metadata: {}, spec, status }));
}

function subjectOf(spec: JsonRecord): User {
  return { name: stringAt(spec, ['user']) ?? '', groups: listAt(spec, ['groups']).map(String) };
}

const nothingAsked = {
  reason: 'FieldValueInvalid',
  message: 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
  field: 'spec.resourceAttributes',
};

function accessOf(spec: JsonRecord): Access {
  const path = stringAt(spec, ['nonResourceAttributes', 'path']);
  if (path !== undefined) return { verb: stringAt(spec, ['nonResourceAttributes', 'verb']) ?? '', path };
  const attributes = valueAt(spec, ['resourceAttributes']);
  if (attributes === undefined) throw invalid('authorization.k8s.io', 'SelfSubjectAccessReview', '', [nothingAsked]);
  const text = (field: string): string | undefined => stringAt(attributes, [field]) || undefined;
  return {
    verb: text('verb') ?? '',
    group: text('group') ?? '',
    plural: text('resource') ?? '',
    subresource: text('subresource'),
    name: text('name'),
    namespace: text('namespace'),
  };
}
