import type { Secret } from '../../crds/generated/core.gen.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import type { KeyPair, WindowsInput } from '../../renderers/input.ts';
import { TIGERA_CA_PRIVATE } from '../../renderers/shared/names.ts';
import type { ReconcileContext } from '../context.ts';
import { identified, leaves } from './leaves.ts';
import { pairOf, type SecretPair } from './secret-pair.ts';
import { systemRootsOf, trustedCertificates } from './trust.ts';

/** A key pair as it was found, and where. */
type FoundPair = SecretPair & Pick<KeyPair, 'namespace' | 'name'>;

/**
 * The certificates that the core has made, for components that only use them: nothing is judged or issued here. Throws
 * `Degraded` (a wait) naming every Secret that holds none yet.
 */
export function requireCertificates(ctx: ReconcileContext): WindowsInput['certs'] {
  const names = [TIGERA_CA_PRIVATE, leaves.node.secret, leaves.typha.secret];
  const [authority, node, typha] = names.map((name) => findPair(ctx, name));
  if (authority !== undefined && node !== undefined && typha !== undefined) {
    const trusted = trustedCertificates(ctx, authority, [node, typha]);
    return { node, typha: identified(typha, leaves.typha.commonName), trusted, systemRoots: systemRootsOf(ctx) };
  }
  const missing = names.filter((name) => findPair(ctx, name) === undefined);
  const text = `waiting for certificates in the Secrets ${missing.join(', ')} of namespace ${ctx.settings.operator.namespace}; "kubectl get tigerastatus calico" tells what stops the operator from making them`;
  throw new Degraded('ResourceNotReady', text, { retry: 'on-watch' });
}

function findPair(ctx: ReconcileContext, name: string): FoundPair | undefined {
  const { namespace } = ctx.settings.operator;
  const secret: Secret | undefined = ctx.cluster.operatorSecrets.get(`${namespace}/${name}`);
  const pair = secret === undefined ? undefined : pairOf(secret);
  return pair === undefined ? undefined : { ...pair, namespace, name };
}
