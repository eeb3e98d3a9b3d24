import type { KeyPair } from '../../renderers/input.ts';

/** The key pairs of the core: Secret, and the name that its certificate must have. */
export const leaves = {
  node: { secret: 'node-certs', commonName: 'typha-client' },
  typha: { secret: 'typha-certs', commonName: 'typha-server' },
  typhaNonClusterHost: { secret: 'typha-certs-noncluster-host', commonName: 'typha-server-noncluster-host' },
} as const;

/** Certificates of ours are known by their common name; a user's say in the Secret how they are known. */
export function identified<Pair extends Pick<KeyPair, 'issuedByUs' | 'commonName'>>(
  pair: Pair,
  commonName: string,
): Pair {
  return pair.issuedByUs ? { ...pair, commonName } : pair;
}
