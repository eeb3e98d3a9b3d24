import type { Probe } from '../../crds/generated/core.gen.ts';

/** Seconds until a check counts as failed; checks of a loaded node are slow, and a restart would not make it faster. */
const TIMEOUT_SECONDS = 10;

/** Asks a server on the pod's own loopback interface: the health ports of Calico listen nowhere else. */
export function localHttpProbe(path: string, port: number): Probe {
  return { httpGet: { host: 'localhost', path, port }, timeoutSeconds: TIMEOUT_SECONDS };
}

/** Runs a command in the container. */
export function execProbe(...command: string[]): Probe {
  return { exec: { command }, timeoutSeconds: TIMEOUT_SECONDS };
}

const STARTUP_PERIOD_SECONDS = 2;
const STARTUP_BUDGET_SECONDS = 300;

/**
 * Asks often until the first success, so that a rollout does not wait for a slow readiness probe on every node; until
 * then liveness is not asked, so that a slow start is not mistaken for a hang.
 */
export function startupProbe(check: Probe): Probe {
  const failureThreshold = STARTUP_BUDGET_SECONDS / STARTUP_PERIOD_SECONDS;
  return { ...check, periodSeconds: STARTUP_PERIOD_SECONDS, failureThreshold, successThreshold: 1 };
}
