import { problemIf, type Problem } from '../problem.ts';
import type { MetadataOverride } from '../workload-override.ts';

const name = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const prefix = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const maxPrefix = 253;
const maxAnnotations = 262_144;

/** Whether the text may be the key of a label or annotation: a name of 63 characters, `domain/` before it or not. */
export function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  if (parts.length > 2) return false;
  const [before, after] = parts.length === 2 ? parts : [undefined, parts[0]];
  const validPrefix = before === undefined || (before.length <= maxPrefix && prefix.test(before));
  return validPrefix && name.test(after ?? '');
}

/** Whether the text may be the value of a label. */
export function isLabelValue(value: string): boolean {
  return value === '' || name.test(value);
}

const keyForm = 'is no valid key: at most 63 letters, digits, "-", "_" or ".", with "domain/" before it if you like';

/** Labels of an object or of a node selector. */
export function labelProblems(labels: Readonly<Record<string, string>> | undefined, path: string): readonly Problem[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => labelProblem(key, value, path));
}

function labelProblem(key: string, value: string, path: string): readonly Problem[] {
  return [
    ...problemIf(!isQualifiedName(key), { path, value: key, message: keyForm }),
    ...problemIf(!isLabelValue(value), {
      path: `${path}[${key}]`,
      value,
      message: 'is no valid value: at most 63 letters, digits, "-", "_" or ".", the first and last a letter or digit',
    }),
  ];
}

/** Labels and annotations of an override. */
export function metadataProblems(metadata: MetadataOverride | undefined, path: string): readonly Problem[] {
  const annotations = Object.entries(metadata?.annotations ?? {});
  const size = annotations.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return [
    ...labelProblems(metadata?.labels, `${path}.labels`),
    ...annotations.flatMap(([key]) =>
      problemIf(!isQualifiedName(key.toLowerCase()), { path: `${path}.annotations`, value: key, message: keyForm }),
    ),
    ...problemIf(size > maxAnnotations, {
      path: `${path}.annotations`,
      message: `take ${size} bytes; Kubernetes allows ${maxAnnotations} for all annotations together`,
    }),
  ];
}

/** Pods are found by this label, so nobody else may set it. */
export function selectorLabelProblems(metadata: MetadataOverride | undefined, path: string): readonly Problem[] {
  const value = metadata?.labels?.['k8s-app'];
  return problemIf(value !== undefined, {
    path: `${path}.labels[k8s-app]`,
    value,
    message: 'is the label by which the workload finds its pods; remove it',
  });
}
