import type { KeyPair } from '../../renderers/input.ts';

/** A key pair: its Secret, and the names that its certificate must have. It is known by the first. */
export interface NamedLeaf {
  readonly secret: string;
  readonly commonName: string;
  readonly otherNames?: readonly string[];
}

/** All names of a certificate. */
export function namesOf({ commonName, otherNames = [] }: NamedLeaf): readonly string[] {
  return [commonName, ...otherNames];
}

/**
 * The key pairs of the core: Secret, the name that its certificate must have, and who must trust its authority before
 * the certificate is served. Nobody in the cluster meets the third; hosts outside of it read the bundle.
 */
export const leaves = {
  node: { secret: 'node-certs', commonName: 'typha-client', metBy: 'typha' },
  typha: { secret: 'typha-certs', commonName: 'typha-server', metBy: 'nodes' },
  typhaNonClusterHost: {
    secret: 'typha-certs-noncluster-host',
    commonName: 'typha-server-noncluster-host',
    metBy: 'nobody',
  },
} as const;

export type LeafName = keyof typeof leaves;
export type Leaf = (typeof leaves)[LeafName];

/** Certificates of ours are known by their common name; a user's say in the Secret how they are known. */
export function identified<Pair extends Pick<KeyPair, 'issuedByUs' | 'commonName'>>(
  pair: Pair,
  commonName: string,
): Pair {
  return pair.issuedByUs ? { ...pair, commonName } : pair;
}
