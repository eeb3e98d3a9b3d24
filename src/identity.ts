import { readFileSync } from 'node:fs';
import type { Endpoint, OperatorIdentity } from './renderers/input.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const namespaceFile = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';
const standardName = 'tigera-operator';

/** Who this operator is: from its environment, then from the pod it runs in, then as the manifests name it. */
export function identityFrom(env: Environment): OperatorIdentity {
  return {
    namespace: nonEmpty(env['OPERATOR_NAMESPACE']) ?? podNamespace() ?? standardName,
    name: nonEmpty(env['OPERATOR_NAME']) ?? standardName,
    serviceAccount: nonEmpty(env['OPERATOR_SERVICEACCOUNT']) ?? standardName,
  };
}

/** The API endpoint that this process was given as a pod. */
export function endpointFrom(env: Environment): Endpoint | undefined {
  const host = nonEmpty(env['KUBERNETES_SERVICE_HOST']);
  const port = nonEmpty(env['KUBERNETES_SERVICE_PORT']);
  return host === undefined || port === undefined ? undefined : { host, port };
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function podNamespace(): string | undefined {
  try {
    return nonEmpty(readFileSync(namespaceFile, 'utf8').trim());
  } catch {
    return undefined;
  }
}
