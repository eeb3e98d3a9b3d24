import { describe, expect, it } from '@jest/globals';
import { configHash } from '../../../../src/renderers/shared/config-hash.ts';
import {
  bundleAnnotations,
  bundleMounts,
  isHashAnnotation,
  keyPairAnnotation,
  keyPairVolume,
} from '../../../../src/renderers/shared/tls-mounts.ts';
import { aKeyPair } from '../../../support/core-facts.ts';

const signer = { name: 'example.com/signer', authorityPem: 'PEM' };
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

  it('hashes all that the source holds, and says nothing of what is silent', () => {
    const chained = { namespace: 'calico-system', name: 'typha-ca', pem: 'PEM', hashed: 'PEM AND CHAIN' };
    const former = { namespace: 'calico-system', name: 'former', pem: 'FORMER', silent: true } as const;
    expect(bundleAnnotations({ trusted: [chained, former], systemRoots: '' })).toEqual({
      'calico-system.hash.operator.tigera.io/typha-ca': configHash('PEM AND CHAIN'),
    });
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

  it('is empty where each pod asks a signer for a pair of its own', () => {
    const keyPair = aKeyPair({ name: 'typha-certs', signer });
    expect(Object.values(keyPairAnnotation(keyPair))).toEqual(['']);
  });
});

describe('keyPairVolume', () => {
  it('is the Secret, or memory where a signer is asked', () => {
    expect(keyPairVolume({ name: 'typha-certs' })).toMatchObject({ secret: { secretName: 'typha-certs' } });
    expect(keyPairVolume({ name: 'typha-certs', signer })).toEqual({
      name: 'typha-certs',
      emptyDir: { medium: 'Memory' },
    });
  });
});

describe('isHashAnnotation', () => {
  it('knows those by which pods are rolled, of every namespace', () => {
    const keys = ['hash.operator.tigera.io/system', 'tigera-operator.hash.operator.tigera.io/typha-certs'];
    expect(keys.every(isHashAnnotation)).toBe(true);
    expect(isHashAnnotation('prometheus.io/scrape')).toBe(false);
  });
});
