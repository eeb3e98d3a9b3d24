import { describe, expect, it } from '@jest/globals';
import { configHash } from '../../../../src/renderers/shared/config-hash.ts';
import { bundleAnnotations, bundleMounts, keyPairAnnotation } from '../../../../src/renderers/shared/tls-mounts.ts';
import { aKeyPair } from '../../../support/core-facts.ts';

const trusted = [{ namespace: 'calico-system', name: 'typha-ca', pem: 'PEM' }];

function mountPaths(systemRoots: string): string[] {
  return bundleMounts({ trusted, systemRoots }).map(({ mountPath }) => mountPath);
}

describe('bundleAnnotations', () => {
  it('has one hash for each certificate and one for the system roots', () => {
    expect(bundleAnnotations({ trusted, systemRoots: 'ROOTS' })).toEqual({
      'calico-system.hash.operator.tigera.io/typha-ca': configHash('PEM'),
      'hash.operator.tigera.io/system': configHash('ROOTS'),
    });
  });

  it('says nothing of system roots where there are none', () => {
    expect(Object.keys(bundleAnnotations({ trusted, systemRoots: '' }))).toHaveLength(1);
  });
});

describe('bundleMounts', () => {
  it('covers the well-known file of the image only when there are system roots', () => {
    expect(mountPaths('')).toEqual(['/etc/pki/tls/certs']);
    expect(mountPaths('ROOTS')).toEqual(['/etc/pki/tls/certs', '/etc/pki/tls/cert.pem']);
  });
});

describe('keyPairAnnotation', () => {
  it('hashes the certificate twice, under the namespace of its source', () => {
    const keyPair = aKeyPair({ name: 'typha-certs', certificatePem: 'PEM' });
    const key = 'tigera-operator.hash.operator.tigera.io/typha-certs';
    expect(keyPairAnnotation(keyPair)).toEqual({ [key]: configHash(configHash('PEM')) });
  });
});
