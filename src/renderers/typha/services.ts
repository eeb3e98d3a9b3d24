import type { PodDisruptionBudget, Service } from '../../crds/generated/core.gen.ts';
import { K8S_APP } from '../shared/labels.ts';
import { CALICO_SYSTEM, CALICO_TYPHA } from '../shared/names.ts';
import { selects } from '../shared/workloads.ts';

export const TYPHA_PORT = 5473;
export const TYPHA_METRICS = 'calico-typha-metrics';

/** Drains take one Typha at a time: its clients need the others to go to. */
export function disruptionBudget(): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: CALICO_TYPHA, namespace: CALICO_SYSTEM },
    spec: { maxUnavailable: 1, selector: selects(CALICO_TYPHA) },
  };
}

/** The Service through whose endpoints Felix finds Typha; the port's name is part of that contract. */
export function typhaService(): Service {
  return service(CALICO_TYPHA, { port: TYPHA_PORT, targetPort: CALICO_TYPHA });
}

/** Lets Prometheus scrape the Typhas. */
export function metricsService(port: number): Service {
  return service(TYPHA_METRICS, { port, targetPort: port });
}

function service(name: string, ports: { port: number; targetPort: number | string }): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: CALICO_SYSTEM },
    spec: { ports: [{ name, protocol: 'TCP', ...ports }], selector: { [K8S_APP]: CALICO_TYPHA } },
  };
}
