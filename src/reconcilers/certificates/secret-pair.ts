import type { Secret } from '../../crds/generated/core.gen.ts';
import { issuedByOperator } from './judge.ts';
import type { ExistingPair } from './judge.ts';
import { PREVIOUS_ANCHORS_KEY } from '../../renderers/shared/key-pair-secrets.ts';

/** Names under which Secrets carry a pair, in the order in which they are tried. */
const dataKeys: readonly (readonly [key: string, certificate: string])[] = [
  ['tls.key', 'tls.crt'],
  ['key', 'cert'],
  ['apiserver.key', 'apiserver.crt'],
  ['key.key', 'cert.crt'],
  ['managed-cluster.key', 'managed-cluster.crt'],
  ['management-cluster.key', 'management-cluster.crt'],
];

export interface SecretPair extends ExistingPair {
  readonly commonName?: string;
  readonly uriSan?: string;
  /** PEM of what is still trusted beside this pair; in copies only. */
  readonly previousAnchors?: string;
  /** The other data of the Secret, base64. */
  readonly otherData: Readonly<Record<string, string>>;
}

/** Whether a user made a Secret, or the pair in it. */
export function isUsers(secret: Secret): boolean {
  return !(pairOf(secret)?.issuedByUs ?? isOwned(secret));
}

/** The pair in a Secret; undefined where it has none. */
export function pairOf(secret: Secret): SecretPair | undefined {
  const data = secret.data ?? {};
  const names = dataKeys.find(([key, certificate]) => data[key] !== undefined && data[certificate] !== undefined);
  if (names === undefined) return undefined;
  const [key, certificate] = names;
  const certificatePem = decoded(data[certificate]) ?? '';
  const identity = identityIn(data);
  const isNamed = Object.keys(identity).length > 0;
  const previousAnchors = decoded(data[PREVIOUS_ANCHORS_KEY]);
  const apart = new Set([key, certificate, PREVIOUS_ANCHORS_KEY]);
  return {
    certificatePem,
    keyPem: decoded(data[key]) ?? '',
    issuedByUs: issuedByOperator(certificatePem) || (isOwned(secret) && !isNamed),
    otherData: Object.fromEntries(Object.entries(data).filter(([name]) => !apart.has(name))),
    ...identity,
    ...(previousAnchors === undefined ? {} : { previousAnchors }),
  };
}

/** The certificate in a Secret, with its key or without; '' where there is none. */
export function certificateOf(secret: Secret): string {
  return pairOf(secret)?.certificatePem ?? decoded(secret.data?.['tls.crt']) ?? '';
}

/**
 * Ours by owner, so that leaves under a user's authority are recognised too, whatever their issuer is called. A user who
 * writes a pair into a Secret of ours, or whose pair we copy, says beside it whom to expect.
 */
export function isOwned({ metadata }: Secret): boolean {
  return (metadata.ownerReferences ?? []).some(({ apiVersion }) => apiVersion.startsWith('operator.tigera.io/'));
}

function decoded(value: string | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

/** By what the other side is to know the pair. */
function identityIn(data: Readonly<Record<string, string>>): Pick<SecretPair, 'commonName' | 'uriSan'> {
  const [commonName, uriSan] = [decoded(data['common-name']), decoded(data['uri-san'])];
  return { ...(commonName === undefined ? {} : { commonName }), ...(uriSan === undefined ? {} : { uriSan }) };
}
