import type { Container, EnvVar, EnvVarSource } from '../../crds/generated/core.gen.ts';
import type { ContainerOverride } from '../../crds/workload-override.ts';

/**
 * The variables of a container with those of the user after them; undefined where there is nothing to add. The last
 * filled list counts. A name that we use stays ours: a list with one name twice could not be applied.
 */
export function addedEnv({ env = [] }: Container, overrides: readonly ContainerOverride[]): EnvVar[] | undefined {
  const own = new Set(env.map(({ name }) => name));
  const wanted = overrides.findLast((entry) => (entry.env ?? []).length > 0)?.env ?? [];
  const added = wanted.filter(({ name }) => !own.has(name));
  return added.length === 0 ? undefined : [...env, ...added.map(asStored)];
}

/** The variable as the API server will store it, so that a comparison with the live object finds them equal. */
function asStored({ name, value = '', valueFrom }: EnvVar): EnvVar {
  if (valueFrom !== undefined) return { name, valueFrom: storedSource(valueFrom) };
  return value === '' ? { name } : { name, value };
}

function storedSource({ fieldRef, resourceFieldRef, fileKeyRef, ...source }: EnvVarSource): EnvVarSource {
  return {
    ...source,
    ...(fieldRef && { fieldRef: { apiVersion: 'v1', ...fieldRef } }),
    ...(resourceFieldRef && { resourceFieldRef: { divisor: '0', ...resourceFieldRef } }),
    ...(fileKeyRef && { fileKeyRef: { optional: false, ...fileKeyRef } }),
  };
}
