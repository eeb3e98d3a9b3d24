import { describe, expect, it } from '@jest/globals';
import type { Secret } from '../../../../src/crds/generated/core.gen.ts';
import { pairOf } from '../../../../src/reconcilers/certificates/secret-pair.ts';
import { aLeaf } from '../../../support/reconciler-certificates.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function aSecret(data: Record<string, string>, metadata: Partial<Secret['metadata']> = {}): Secret {
  const encoded = Object.fromEntries(Object.entries(data).map(([name, text]) => [name, base64(text)]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'typha-certs', ...metadata }, data: encoded };
}

describe('pairOf', () => {
  it.each([
    ['tls.key', 'tls.crt'],
    ['key', 'cert'],
    ['apiserver.key', 'apiserver.crt'],
    ['key.key', 'cert.crt'],
    ['managed-cluster.key', 'managed-cluster.crt'],
    ['management-cluster.key', 'management-cluster.crt'],
  ])('finds the pair under %s and %s', (key, certificate) => {
    const pair = pairOf(aSecret({ [key]: 'the key', [certificate]: 'the certificate' }));
    expect(pair).toMatchObject({ keyPem: 'the key', certificatePem: 'the certificate', otherData: {} });
  });

  it('prefers the names of the Kubernetes type', () => {
    expect(pairOf(aSecret({ key: 'a', cert: 'b', 'tls.key': 'c', 'tls.crt': 'd' }))?.keyPem).toBe('c');
  });

  it.each([{}, { 'tls.key': 'alone' }, { 'tls.key': 'a', cert: 'b' }])('finds none in %j', (data) => {
    expect(pairOf(aSecret(data))).toBeUndefined();
  });

  it('finds none in a Secret without data', () => {
    expect(pairOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'empty' } })).toBeUndefined();
  });

  it('reads whom to expect, and keeps the rest as it is', () => {
    const pair = pairOf(aSecret({ 'tls.key': 'a', 'tls.crt': 'b', 'common-name': 'typha', 'uri-san': 'spiffe://x' }));
    expect(pair).toMatchObject({ commonName: 'typha', uriSan: 'spiffe://x', issuedByUs: false });
    expect(pair?.otherData).toEqual({ 'common-name': base64('typha'), 'uri-san': base64('spiffe://x') });
  });

  it('knows ours by its owner', () => {
    const ownerReferences = [
      { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default', uid: 'uid-1' },
    ];
    expect(pairOf(aSecret({ 'tls.key': 'a', 'tls.crt': 'b' }, { ownerReferences }))?.issuedByUs).toBe(true);
  });

  it('knows ours by its issuer', async () => {
    const { keyPem, certificatePem } = await aLeaf('typha-server');
    expect(pairOf(aSecret({ 'tls.key': keyPem, 'tls.crt': certificatePem }))?.issuedByUs).toBe(true);
  });
});
