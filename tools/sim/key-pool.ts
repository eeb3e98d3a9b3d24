import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createIssuer, type CertificateIssuer, type IssuedPair } from '../../src/reconcilers/certificates/issue.ts';
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Whose keys: an authority must never share one with the authority before it, or both would verify the same. */
export type KeyUse = 'leaf' | 'authority' | 'user';

/** How long a new key takes, in virtual milliseconds. */
const keyMs = [40, 400] as const;
const poolSize = 4;

const pool = new Map<string, KeyPair>();

/** The n-th RSA key for a use. Real ones, made once in each process: a simulation takes less time than one new key. */
export function pooledKeys(use: KeyUse, nth: number): KeyPair {
  const name = `${use} ${nth % poolSize}`;
  const keys = pool.get(name) ?? generateKeyPairSync('rsa', { modulusLength: 2048 });
  pool.set(name, keys);
  return keys;
}

const issued = new Map<string, Promise<IssuedPair>>();
/** How many authorities there have been in each simulation. */
const authorities = new WeakMap<Scheduler, number>();

/**
 * Real certificates from pooled keys. Equal questions get equal answers, over all simulations of this process; each comes
 * after a virtual time that chance decides, whether it was remembered or not.
 */
export function pooledIssuer(scheduler: Scheduler, chance: Chance, isAlive: () => boolean): CertificateIssuer {
  let serial = 0;
  const issue = (question: string, now: Date, make: (serial: number) => Promise<IssuedPair>): Promise<IssuedPair> => {
    serial += 1;
    const key = `${question} ${serial} ${Math.floor(now.getTime() / 1000)}`;
    const answer = issued.get(key) ?? make(serial);
    issued.set(key, answer);
    return new Promise((resolve) => {
      scheduler.after(chance.between(...keyMs), () => isAlive() && resolve(answer), answer);
    });
  };
  return {
    authority: (now) => {
      const nth = authorities.get(scheduler) ?? 0;
      authorities.set(scheduler, nth + 1);
      return issue(`authority ${nth}`, now, () => issuerOf('authority', nth).authority(now));
    },
    leaf: (names, authority, now) =>
      issue(`${names.join()} ${authority.certificatePem}`, now, (nth) =>
        issuerOf('leaf', nth).leaf(names, authority, now),
      ),
  };
}

/** The n-th certificate of a process has the n-th key and serial number. */
function issuerOf(use: KeyUse, nth: number): CertificateIssuer {
  return createIssuer({
    newKeys: () => Promise.resolve(pooledKeys(use, nth)),
    randomBytes: (count) => Uint8Array.from({ length: count }, (_, index) => (index === count - 1 ? nth & 0xff : 0x42)),
  });
}
