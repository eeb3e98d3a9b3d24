import type { Secret } from '../../crds/generated/core.gen.ts';
import { CALICO_SYSTEM, OPERATOR_SECRETS } from '../../renderers/shared/names.ts';
import { fieldManager } from '../apply/take-over.ts';
import { ensureSecretsReadable } from '../cluster/secrets-access.ts';
import type { ReconcileContext } from '../context.ts';
import { pairOf, type SecretPair } from './secret-pair.ts';

/** A pair as pods mount it. */
export interface Copy extends SecretPair {
  /** When it last became another one, by the API server's clock; undefined where nobody knows. */
  readonly changedAt: Date | undefined;
}

/**
 * The pairs in calico-system by name. Nothing is there before the operator has bound itself the right to write them, and
 * while it may not read them they count as unknown.
 */
export async function loadCopies(ctx: ReconcileContext, names: readonly string[]): Promise<ReadonlyMap<string, Copy>> {
  const isBound = ctx.cluster.roleBindings.get(`${CALICO_SYSTEM}/${OPERATOR_SECRETS}`) !== undefined;
  if (!isBound || !(await ensureSecretsReadable(ctx))) return new Map();
  const secrets = ctx.cluster.secrets.watch();
  return new Map(
    names.flatMap((name): [string, Copy][] => {
      const secret = secrets.get(`${CALICO_SYSTEM}/${name}`) as Secret | undefined;
      const pair = secret && pairOf(secret);
      return secret === undefined || pair === undefined ? [] : [[name, { ...pair, changedAt: changeOf(secret) }]];
    }),
  );
}

function changeOf({ metadata }: Secret): Date | undefined {
  const time = metadata.managedFields?.find(({ manager }) => manager === fieldManager)?.time;
  return time === undefined ? undefined : new Date(time);
}
