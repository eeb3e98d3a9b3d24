import { beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectionError } from '../../../../src/k8s/errors.ts';
import { replaceSecret, type CertificatePass } from '../../../../src/reconcilers/certificates/certificate-pass.ts';
import { Race } from '../../../../src/reconcilers/apply/race.ts';
import type { KeyPair } from '../../../../src/renderers/input.ts';
import { aPass, owner } from '../../../support/certificate-pass.ts';
import { aKeyPair } from '../../../support/core-facts.ts';
import { refusal } from '../../../support/fake-client.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';

const request = 'apply Secret tigera-operator/node-certs';
const made = aKeyPair({ name: 'node-certs' });
let ctx: TestContext;
let pass: CertificatePass;
let keysMade: number;

beforeEach(() => {
  ctx = aContext();
  pass = aPass(ctx);
  keysMade = 0;
});

function make(): KeyPair {
  keysMade += 1;
  return made;
}

function replaces(): Promise<{ stored: KeyPair } | { refusedWith: string }> {
  return replaceSecret(pass, 'tigera-operator', make, 'node-certs');
}

describe('replaceSecret', () => {
  it('stores a pair before anything is rendered from it', async () => {
    expect(await replaces()).toEqual({ stored: made });
    expect(ctx.api.asked).toEqual([request]);
  });
});

describe('replaceSecret, when somebody refuses', () => {
  it.each<[string, number, string]>([
    ['a webhook', 400, 'admission webhook "rancher.cattle.io.secrets" denied the request: no'],
    ['a webhook that cannot be reached', 500, 'Internal error occurred: failed calling webhook "w": no route'],
    ['the permissions', 403, 'secrets "node-certs" is forbidden: User "x" cannot patch resource'],
  ])('tells the words: %s', async (_, code, words) => {
    ctx.api.fails(request, refusal(code, 'Reason', words));
    expect(await replaces()).toEqual({ refusedWith: words });
  });

  it("does not write over a user's Secret that came while the key was made", async () => {
    ctx.holds({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'node-certs', namespace: 'tigera-operator' } });
    await expect(replaces()).rejects.toThrow(Race);
    expect(ctx.api.asked).toEqual([]);
  });

  it('makes no new key, and asks nobody, for some minutes', async () => {
    ctx.api.fails(request, refusal(403, 'Forbidden'));
    await replaces();
    await replaces();
    expect([keysMade, ctx.api.asked.length]).toEqual([1, 1]);
    await ctx.clock.advance(5 * 60_000);
    await replaces();
    expect([keysMade, ctx.api.asked.length]).toEqual([2, 2]);
  });

  it('does not write what an annotation keeps it away from', async () => {
    const ownerReferences = [owner.reference];
    const annotations = { 'unsupported.operator.tigera.io/ignore': 'true' };
    ctx.holds({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'node-certs', namespace: 'tigera-operator', annotations, ownerReferences },
    });
    expect(await replaces()).toEqual({
      refusedWith: 'its annotation unsupported.operator.tigera.io/ignore keeps the operator away',
    });
  });
});

describe('replaceSecret, when nobody answers', () => {
  const broken = new ConnectionError('broken', { verb: 'PATCH', path: '/', failure: 'reset', maybeCommitted: true });

  it.each([
    ['a connection that breaks', broken],
    ['too many requests', refusal(429, 'TooManyRequests')],
    ['an error of the server', refusal(500, 'InternalError', 'etcdserver: request timed out')],
  ])('is like any other write that fails: %s', async (_, error) => {
    ctx.api.fails(request, error);
    await expect(replaces()).rejects.toMatchObject({ reason: 'ResourceUpdateError', retry: 'backoff' });
    expect(pass.refusals.of('tigera-operator/node-certs')).toBeUndefined();
  });

  it('lets the pass run again when somebody was faster', async () => {
    ctx.api.fails(request, refusal(409, 'Conflict'));
    await expect(replaces()).rejects.toMatchObject({ code: 409 });
  });
});
