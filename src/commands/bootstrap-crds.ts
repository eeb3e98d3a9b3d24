import type { CrdBundle, CrdFlavour } from '../crds/bundle.ts';
import { identityFrom } from '../identity.ts';
import type { Client } from '../k8s/client.ts';
import { sleep } from '../k8s/clock.ts';
import { createClient } from '../k8s/create-client.ts';
import { Discovery } from '../k8s/discovery.ts';
import { isForbidden, isTerminal } from '../k8s/errors.ts';
import { ConfigMap } from '../k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../k8s/object.ts';
import { withCaller } from '../k8s/transport-layers.ts';
import type { Surroundings } from '../operator.ts';
import { fieldManager } from '../reconcilers/apply/take-over.ts';
import { detectCalicoApi, flavourOf, servedAdmission } from '../reconcilers/cluster/calico-api.ts';
import { resourceTypeOf } from '../reconcilers/cluster/resource-types.ts';
import { crdType } from '../reconcilers/crds/bring-crd.ts';
import { CrdKeeper } from '../reconcilers/crds/crd-keeper.ts';
import { CrdsNotBrought } from '../reconcilers/crds/ensure-crds.ts';
import { namesThisOperator } from '../reconcilers/installation/active-operator.ts';
import { renderAdmissionPolicies } from '../renderers/catalog.ts';
import { ACTIVE_OPERATOR, CALICO_SYSTEM } from '../renderers/shared/names.ts';
import { OPERATOR_VERSION } from '../version.ts';

/** What bringing CRDs once takes. */
export interface BootstrapOptions extends Pick<Surroundings, 'transport' | 'clock' | 'log' | 'env'> {
  readonly crds: CrdBundle;
}

const retryMs = 5_000;
/** Somebody who writes at the same time is left in peace at the latest after so many passes. */
const passes = 5;

/**
 * Brings the CRDs once, for a pod's init container: what is missing or older is applied, and all are served. Waits for the
 * API server, and where another operator is the active one; resolves with false where `signal` is aborted before. Rejects
 * with CrdsNotBrought, and as the client does where the API server refuses.
 */
export async function bootstrapCrds(options: BootstrapOptions, signal: AbortSignal): Promise<boolean> {
  const { clock, log, transport } = options;
  const onWarning = (warning: string, path: string): void => log.warn({ path, warning }, 'The API server warns');
  const client = createClient(withCaller(transport, 'bootstrap-crds'), { clock, fieldManager, onWarning });
  const flavour = await whenActive(options, client, signal);
  if (flavour === undefined) return false;
  const live = new Map<string, KubeObject>();
  const keeper = new CrdKeeper({
    ...options,
    client,
    bundle: options.crds,
    flavour,
    release: OPERATOR_VERSION,
    live: (name) => live.get(name),
    wrote: (object) => void live.set(object.metadata.name, object),
    onServed: () => undefined,
  });
  if (!(await bring(options, { client, keeper, live }, signal))) return false;
  if (flavour === 'v3') await bringPolicies(options, client);
  return true;
}

/** The admission policies of v3; the operator goes on without them, so a failure is no reason to stop. */
async function bringPolicies({ clock, env, log }: BootstrapOptions, client: Client): Promise<void> {
  try {
    const admissionApi = await servedAdmission(new Discovery(client, clock));
    const { present } = renderAdmissionPolicies({ operator: identityFrom(env), admissionApi });
    await Promise.all(present.map((policy) => client.apply(resourceTypeOf(policy), policy, { conflicts: 'refuse' })));
  } catch (error) {
    log.warn({ error }, 'The admission policies cannot be brought');
  }
}

interface Bringing {
  readonly client: Client;
  readonly keeper: CrdKeeper;
  readonly live: Map<string, KubeObject>;
}

async function bring(
  { clock, log }: BootstrapOptions,
  { client, keeper, live }: Bringing,
  signal: AbortSignal,
): Promise<boolean> {
  for (let left = passes; left > 0 && !signal.aborted; left--) {
    const { items } = await client.list(crdType, { content: 'metadata', signal });
    live.clear();
    for (const item of items) live.set(item.metadata.name, item);
    const { failed, againAfterMs } = await keeper.pass(signal);
    if (failed.length > 0) throw new CrdsNotBrought(failed);
    if (againAfterMs === undefined) {
      log.info('The CRDs are there');
      return true;
    }
    await sleep(clock, againAfterMs, signal);
  }
  return false;
}

/** The flavour of the cluster, as soon as it can be told and this operator is the one that acts. */
async function whenActive(
  { clock, env, log }: BootstrapOptions,
  client: Client,
  signal: AbortSignal,
): Promise<CrdFlavour | undefined> {
  const type = ConfigMap as ResourceType<KubeObject & { data?: Record<string, string> }>;
  while (!signal.aborted) {
    try {
      const claim = await client.get(type, { namespace: CALICO_SYSTEM, name: ACTIVE_OPERATOR }, { signal });
      if (namesThisOperator(claim, identityFrom(env))) {
        const discovery = new Discovery(client, clock);
        return flavourOf(await detectCalicoApi({ discovery, client, configured: env['CALICO_API_GROUP'] }));
      }
      log.info('Another operator is active; this one waits');
    } catch (error) {
      if (isTerminal(error) || isForbidden(error)) throw error;
      log.warn({ error }, 'Waiting for the API server');
    }
    await sleep(clock, retryMs, signal);
  }
  return undefined;
}
