import type { Secret } from '../../crds/generated/core.gen.ts';
import { issuedByOperator } from './judge.ts';
import type { ExistingPair } from './judge.ts';

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
  /** The other data of the Secret, base64. */
  readonly otherData: Readonly<Record<string, string>>;
}

/** The pair in a Secret; undefined where it has none. */
export function pairOf(secret: Secret): SecretPair | undefined {
  const data = secret.data ?? {};
  const names = dataKeys.find(([key, certificate]) => data[key] !== undefined && data[certificate] !== undefined);
  if (names === undefined) return undefined;
  const [key, certificate] = names;
  const certificatePem = decoded(data[certificate]) ?? '';
  const commonName = decoded(data['common-name']);
  const uriSan = decoded(data['uri-san']);
  return {
    certificatePem,
    keyPem: decoded(data[key]) ?? '',
    issuedByUs: isOurs(secret) || issuedByOperator(certificatePem),
    otherData: Object.fromEntries(Object.entries(data).filter(([name]) => name !== key && name !== certificate)),
    ...(commonName === undefined ? {} : { commonName }),
    ...(uriSan === undefined ? {} : { uriSan }),
  };
}

/** Ours by owner, so that leaves under a user's authority are recognised too, whatever their issuer is called. */
function isOurs(secret: Secret): boolean {
  return (secret.metadata.ownerReferences ?? []).some((owner) => owner.kind === 'Installation');
}

function decoded(value: string | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
}
