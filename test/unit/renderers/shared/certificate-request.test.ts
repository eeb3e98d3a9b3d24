import { describe, expect, it } from '@jest/globals';
import type { CertificateSigner } from '../../../../src/renderers/input.ts';
import { certificateRequest } from '../../../../src/renderers/shared/certificate-request.ts';
import { aKeyPair } from '../../../support/core-facts.ts';

const images = { 'key-cert-provisioner': 'registry/key-cert-provisioner:v1' };
const securityContext = { runAsUser: 10001 };

function variables(signer: Partial<CertificateSigner> = {}): Record<string, string | undefined> {
  const complete = { name: 'example.com/signer', authorityPem: 'PEM', ...signer };
  const description = { issuer: '', signer: '', expiry: '', dnsNames: ['typha-server', '10.0.0.1'], ipSans: [] };
  const keyPair = aKeyPair({ name: 'typha-certs', signer: complete, description });
  const [container] = certificateRequest(keyPair, images, securityContext);
  return Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
}

describe('certificateRequest', () => {
  it('is no container where the pair is in a Secret', () => {
    expect(certificateRequest(aKeyPair({ name: 'typha-certs' }), images, securityContext)).toEqual([]);
  });

  it('asks for the names of the pair, in the name of the Secret', () => {
    expect(variables()).toMatchObject({
      SECRET_NAME: 'typha-certs',
      SIGNER: 'example.com/signer',
      COMMON_NAME: 'typha-server',
      DNS_NAMES: 'typha-server,10.0.0.1',
    });
  });

  it('hands over the authority in base64 that is safe in URLs', () => {
    const { CA_CERT } = variables({ authorityPem: '\u00fb\u00ff\u00fe' });
    expect(CA_CERT).not.toMatch(/[+/]/);
    expect(Buffer.from(CA_CERT ?? '', 'base64url').toString()).toBe('\u00fb\u00ff\u00fe');
  });

  it('has the variables of algorithms without a value where the Installation names none', () => {
    expect(variables()).toHaveProperty('KEY_ALGORITHM', undefined);
    expect(variables({ keyAlgorithm: 'RSAWithSize2048' })).toHaveProperty('KEY_ALGORITHM', 'RSAWithSize2048');
  });
});
