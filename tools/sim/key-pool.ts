import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createIssuer, type CertificateIssuer, type IssuedPair } from '../../src/reconcilers/certificates/issue.ts';
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** How long a new key takes, in virtual milliseconds. */
const keyMs = [40, 400] as const;
const poolSize = 4;

let pool: readonly KeyPair[] | undefined;

/** Real RSA keys, made once in each process: a simulation takes less time than one new key. */
function keys(): readonly KeyPair[] {
  pool ??= Array.from({ length: poolSize }, () => generateKeyPairSync('rsa', { modulusLength: 2048 }));
  return pool;
}

const issued = new Map<string, Promise<IssuedPair>>();

/**
 * Real certificates from pooled keys. Equal questions get equal answers, over all simulations of this process; each comes
 * after a virtual time that chance decides, whether it was remembered or not.
 */
export function pooledIssuer(scheduler: Scheduler, chance: Chance, isAlive: () => boolean): CertificateIssuer {
  let serial = 0;
  const issue = (
    question: string,
    now: Date,
    make: (issuer: CertificateIssuer) => Promise<IssuedPair>,
  ): Promise<IssuedPair> => {
    serial += 1;
    const key = `${question} ${serial} ${Math.floor(now.getTime() / 1000)}`;
    const answer = issued.get(key) ?? make(issuerOf(serial));
    issued.set(key, answer);
    return new Promise((resolve) => {
      scheduler.after(chance.between(...keyMs), () => isAlive() && resolve(answer), answer);
    });
  };
  return {
    authority: (now) => issue('authority', now, (issuer) => issuer.authority(now)),
    leaf: (names, authority, now) =>
      issue(`${names.join()} ${authority.certificatePem}`, now, (issuer) => issuer.leaf(names, authority, now)),
  };
}

/** The n-th certificate of a process has the n-th key and serial number. */
function issuerOf(nth: number): CertificateIssuer {
  return createIssuer({
    newKeys: () => Promise.resolve(keys()[nth % poolSize] as KeyPair),
    randomBytes: (count) => Uint8Array.from({ length: count }, (_, index) => (index === count - 1 ? nth & 0xff : 0x42)),
  });
}
