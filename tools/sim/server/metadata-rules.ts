/** What metadata of any kind must look like (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/). */
import type { KubeObject, ObjectMeta } from '../../../src/k8s/object.ts';
import type { Cause } from './status-answer.ts';

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const DOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
/** Finalizers of the API itself need no domain. */
const ownFinalizers: ReadonlySet<string> = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

/** Objections to labels, annotations and finalizers. */
export function metadataCauses({ metadata }: KubeObject): Cause[] {
  const { labels = {}, annotations = {}, finalizers = [] } = metadata;
  const badLabels = Object.entries(labels).filter(([key, value]) => !isQualified(key) || !LABEL_VALUE.test(value));
  const badAnnotations = Object.keys(annotations).filter((key) => !isQualified(key.toLowerCase()));
  return [
    ...badLabels.map(([key, value]) => invalidValue('metadata.labels', LABEL_VALUE.test(value) ? key : value)),
    ...badAnnotations.map((key) => invalidValue('metadata.annotations', key)),
    ...finalizers.flatMap(finalizerCauses),
  ];
}

/** What a change states of what only the server decides, where that is something else than what is known. */
export function identityCauses(sent: Partial<ObjectMeta>, known: ObjectMeta): Cause[] {
  const stated = [
    ['metadata.uid', sent.uid, known.uid],
    ['metadata.deletionTimestamp', sent.deletionTimestamp, known.deletionTimestamp],
  ] as const;
  return stated.flatMap(([field, value = '', own]) =>
    value === '' || value === own ? [] : [invalidValue(field, value, 'field is immutable')],
  );
}

function finalizerCauses(finalizer: string, index: number): Cause[] {
  if (!isQualified(finalizer)) {
    return [invalidValue('metadata.finalizers', finalizer), invalidValue(`metadata.finalizers[${index}]`, finalizer)];
  }
  const isOwn = finalizer.includes('/') || ownFinalizers.has(finalizer);
  return isOwn
    ? []
    : [
        invalidValue(
          `metadata.finalizers[${index}]`,
          finalizer,
          'name is neither a standard finalizer name nor is it fully qualified',
        ),
      ];
}

/** `example.com/name`, or a name alone. */
function isQualified(key: string): boolean {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  return parts.length <= 2 && NAME.test(name) && (parts.length === 1 || DOMAIN.test(parts[0] ?? ''));
}

function invalidValue(field: string, value: string, why = 'name part must consist of alphanumeric characters'): Cause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}`, field };
}
