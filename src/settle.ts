import { endpointFrom, identityFrom } from './identity.ts';
import { sleep } from './k8s/clock.ts';
import type { Client } from './k8s/client.ts';
import { Discovery } from './k8s/discovery.ts';
import { messageOf } from './k8s/errors.ts';
import { ValidatingAdmissionPolicy } from './k8s/kinds.ts';
import type { Surroundings } from './operator.ts';
import { detectCalicoApi, flavourOf, servedAdmission, servedPlatformGroups } from './reconcilers/cluster/calico-api.ts';
import { missingKinds } from './reconcilers/cluster/missing-kinds.ts';
import type { Settings } from './reconcilers/context.ts';
import type { HealthCheck } from './runtime/health.ts';
import type { Logger } from './runtime/log.ts';

const apiRetryMs = 5_000;

/** What the operator waits for before it can begin; logged once for each cause, and the reason of not being ready. */
export class StartWaits {
  readonly #log: Logger;
  #waiting: string | undefined = 'the API server has not answered yet';

  constructor(log: Logger) {
    this.#log = log;
  }

  say(message: string): void {
    if (this.#waiting === message) return;
    this.#waiting = message;
    this.#log.warn(message);
  }

  checks(): readonly HealthCheck[] {
    return [{ name: 'start', check: () => this.#waiting }];
  }
}

/** Facts about the cluster that are asked for once. Waits where the API server, or the CRDs, are not there yet. */
export async function settle(
  surroundings: Surroundings,
  client: Client,
  waits: StartWaits,
  signal: AbortSignal,
): Promise<Settings | undefined> {
  const { clock } = surroundings;
  const discovery = new Discovery(client, clock);
  while (!signal.aborted) {
    try {
      const settings = await factsOf(surroundings, client, discovery);
      const missing = surroundings.crds === undefined ? await missingKinds(discovery, settings.calicoApi) : [];
      if (missing.length === 0) return settings;
      waits.say(howToBring(missing));
    } catch (error) {
      waits.say(`Waiting for the API server: ${messageOf(error)}`);
    }
    await sleep(clock, apiRetryMs, signal);
    await discovery.refresh().catch(() => undefined);
  }
  return undefined;
}

async function factsOf(
  { env, crds, systemRoots, clusterDomain, readMtu }: Surroundings,
  client: Client,
  discovery: Discovery,
): Promise<Settings> {
  const endpoint = endpointFrom(env);
  const calicoApi = await detectCalicoApi({ discovery, client, configured: env['CALICO_API_GROUP'] });
  const bringsPolicies = crds !== undefined && flavourOf(calicoApi) === 'v3';
  const checksPolicies = (await discovery.serving(ValidatingAdmissionPolicy)) !== 'absent';
  return {
    operator: identityFrom(env),
    calicoApi,
    ...(bringsPolicies && { admissionApi: await servedAdmission(discovery) }),
    ...(!checksPolicies && { withoutAdmissionPolicies: true }),
    platformGroups: await servedPlatformGroups(discovery),
    systemRoots,
    clusterDomain,
    readMtu,
    managesCrds: crds !== undefined,
    ...(endpoint && { endpoint }),
  };
}

function howToBring(missing: readonly string[]): string {
  return `Waiting for CRDs that are missing: ${missing.join(', ')}. Start the operator with -manage-crds=true, or run: operator -print-calico-crds=all | kubectl apply --server-side -f - (docs/crds.md)`;
}
