import { beforeAll, describe, expect, it } from '@jest/globals';
import type { IssuedPair } from '../../../../src/reconcilers/certificates/issue.ts';
import type { Copy } from '../../../../src/reconcilers/certificates/copies.ts';
import { leaves } from '../../../../src/reconcilers/certificates/leaves.ts';
import {
  ensureMounted,
  isSettled,
  type MountFacts,
  type Mounted,
} from '../../../../src/reconcilers/certificates/mounted.ts';
import { aPass } from '../../../support/certificate-pass.ts';
import { aKeyPair } from '../../../support/core-facts.ts';
import { refusal } from '../../../support/fake-client.ts';
import { aLeaf, daysLater, issuedAt, issuer, theAuthority } from '../../../support/reconciler-certificates.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

let old: IssuedPair;
let renewed: IssuedPair;
let rotated: IssuedPair;
let authorities: string;

beforeAll(async () => {
  const other = await issuer.authority(issuedAt);
  [old, renewed] = [await aLeaf('typha-server'), await aLeaf('typha-server')];
  rotated = await issuer.leaf(['typha-server'], other, issuedAt);
  authorities = (await theAuthority()).certificatePem + other.certificatePem;
});

function mounts(
  source: IssuedPair,
  changes: Partial<MountFacts> = {},
  ctx: TestContext = aContext(),
): Promise<Mounted> {
  const copy: Copy = { ...old, issuedByUs: true, otherData: {}, changedAt: undefined };
  return ensureMounted(aPass(ctx), {
    leaf: leaves.typha,
    source: aKeyPair({ ...source, name: 'typha-certs', commonName: 'typha-server' }),
    copy,
    isTrusted: false,
    formerAuthorities: authorities,
    signerAuthorityPem: undefined,
    ...changes,
  });
}

describe('ensureMounted', () => {
  it('takes the source where there is no copy yet', async () => {
    expect((await mounts(rotated, { copy: undefined })).pair.certificatePem).toBe(rotated.certificatePem);
  });

  it('takes a renewed pair of the same authority at once, and stores it first', async () => {
    const ctx = aContext();
    expect(await mounts(renewed, {}, ctx)).toMatchObject({ waits: false, pair: { keyPem: renewed.keyPem } });
    expect(ctx.api.asked).toContain('apply Secret calico-system/typha-certs');
  });

  it('keeps the copy while somebody does not trust the authority of the new pair', async () => {
    expect(await mounts(rotated)).toMatchObject({ waits: true, pair: { keyPem: old.keyPem } });
  });

  it('goes on trusting the authority of before, once the new pair is taken', async () => {
    const { pair, waits } = await mounts(rotated, { isTrusted: true });
    expect([waits, pair.keyPem]).toEqual([false, rotated.keyPem]);
    expect(pair.previousAnchors).toEqual([(await theAuthority()).certificatePem]);
  });

  it('does not wait when peers look for another name', async () => {
    const source = aKeyPair({ ...rotated, issuedByUs: false, name: 'typha-certs', commonName: 'mine' });
    expect(await mounts(rotated, { source })).toMatchObject({ waits: false, pair: { commonName: 'mine' } });
  });

  it('keeps the copy, and tells, when its renewal is refused', async () => {
    const ctx = aContext();
    ctx.api.fails('apply Secret calico-system/typha-certs', refusal(403, 'Forbidden', 'webhook "w" says no'));
    expect(await mounts(renewed, {}, ctx)).toMatchObject({ waits: false, pair: { keyPem: old.keyPem } });
  });
});

describe('isSettled', () => {
  it('waits an hour for files to reach their pods', () => {
    const copy = { ...old, issuedByUs: true, otherData: {}, changedAt: issuedAt };
    expect([isSettled(copy, issuedAt), isSettled(copy, daysLater(0.05))]).toEqual([false, true]);
    expect(isSettled(undefined, issuedAt)).toBe(true);
  });
});
