/** What the server objects to in an object that is about to be stored. */
import type { KubeObject, ObjectMeta } from '../../../src/k8s/object.ts';
import { changeRules } from './change-rules.ts';
import { identityCauses, metadataCauses } from './metadata-rules.ts';
import type { ResourceRequest } from './request.ts';
import { validate } from './schema/validate.ts';
import { badRequest, invalid, type Cause } from './status-answer.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
/** Their names are paths, not domains: `system:node`. */
const RBAC = 'rbac.authorization.k8s.io';
const MAX_NAME = 253;

/** What is judged: the object as it would be stored, and what the client stated in metadata. */
export interface Written {
  readonly object: KubeObject;
  readonly sent: Partial<ObjectMeta>;
}

/** Throws Refusal (422) with everything that is wrong with the object. */
export function judge({ resource }: ResourceRequest, written: Written, before: KubeObject | undefined): void {
  const { object, sent } = written;
  const causes = [
    ...nameCauses(resource.group, object),
    ...metadataCauses(object),
    ...(before === undefined ? [] : identityCauses(sent, before.metadata)),
    ...finalizerCauses(object, before),
    ...(resource.custom === undefined ? [] : validate(object, resource.custom.schema, before)),
    ...(resource.custom === undefined ? changeRules(resource, object, before) : []),
  ];
  if (causes.length > 0) throw invalid(resource.group, resource.kind, object.metadata.name, causes);
}

/** Throws Refusal for fields that are unknown, where the client asked to be strict; else returns warnings. */
export function unknownFieldWarnings({ resource, query }: ResourceRequest, unknown: readonly string[]): string[] {
  const sentences = unknown.toSorted().map((path) => `unknown field "${path}"`);
  const validation = query.get('fieldValidation') ?? 'Warn';
  if (sentences.length === 0 || validation === 'Ignore') return [];
  if (validation !== 'Strict') return sentences;
  const { kind, version } = resource;
  throw badRequest(
    `${kind} in version "${version}" cannot be handled as a ${kind}: strict decoding error: ${sentences.join(', ')}`,
  );
}

function nameCauses(group: string, { metadata }: KubeObject): Cause[] {
  // Names come from outside: the type promises more than a body keeps.
  const name = metadata.name as string | undefined;
  const field = 'metadata.name';
  if (name === undefined || name === '') {
    return [{ reason: 'FieldValueRequired', message: 'Required value: name or generateName is required', field }];
  }
  const fits = group === RBAC ? !/[/%]/.test(name) : SUBDOMAIN.test(name) && name.length <= MAX_NAME;
  if (fits) return [];
  return [{ reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(name)}: ${SUBDOMAIN_RULE}`, field }];
}

function finalizerCauses({ metadata }: KubeObject, before: KubeObject | undefined): Cause[] {
  if (before?.metadata.deletionTimestamp === undefined) return [];
  const former = before.metadata.finalizers ?? [];
  const added = (metadata.finalizers ?? []).filter((finalizer) => !former.includes(finalizer));
  if (added.length === 0) return [];
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  return [{ reason: 'FieldValueForbidden', message, field: 'metadata.finalizers' }];
}
