import type { EnvVar } from '../../crds/generated/core.gen.ts';
import type { Endpoint } from '../input.ts';

/** A variable with a fixed value; numbers and booleans in their decimal and `true`/`false` spelling. */
export function env(name: string, value: string | number | boolean): EnvVar {
  return { name, value: String(value) };
}

/** A variable that is left out while its value is unknown or empty. */
export function envIfSet(name: string, value: string | number | undefined): EnvVar[] {
  return value === undefined || value === '' ? [] : [env(name, value)];
}

/** A variable that is there in any case. The API server stores no empty value, so none is sent. */
export function envOrEmpty(name: string, value: string | undefined): EnvVar {
  return value === undefined || value === '' ? { name } : env(name, value);
}

/** The given variables, or none of them. */
export function envWhen(condition: boolean, ...variables: EnvVar[]): EnvVar[] {
  return condition ? variables : [];
}

/** A variable that takes a field of the pod. `apiVersion` is spelled out because the reference is atomic in the API. */
export function envFromField(name: string, fieldPath: string): EnvVar {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}

/** A variable that takes a key of a ConfigMap in the pod's namespace. */
export function envFromConfigMap(name: string, configMap: string, key: string): EnvVar {
  return { name, valueFrom: { configMapKeyRef: { name: configMap, key } } };
}

/** Address of the Kubernetes API for clients that cannot rely on kube-proxy. */
export function endpointEnv(endpoint: Endpoint | undefined): EnvVar[] {
  if (endpoint === undefined) return [];
  return [env('KUBERNETES_SERVICE_HOST', endpoint.host), env('KUBERNETES_SERVICE_PORT', endpoint.port)];
}
