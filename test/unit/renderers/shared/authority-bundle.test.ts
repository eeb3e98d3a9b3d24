import { describe, expect, it } from '@jest/globals';
import { authorityBundle } from '../../../../src/renderers/shared/authority-bundle.ts';

const pem = (text: string): string => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
const read = (bundle: string): string => Buffer.from(bundle, 'base64').toString('utf8');

describe('authorityBundle', () => {
  it('is the certificate as it is, with its chain', () => {
    const certificatePem = `about it\n${pem('leaf')}${pem('ca')}`;
    expect(read(authorityBundle({ certificatePem }, { formerAnchors: [] }))).toBe(certificatePem);
  });

  it('adds certificates of before, each once', () => {
    const formerAnchors = [pem('old') + pem('ca'), pem('old').trimEnd()];
    const bundle = read(authorityBundle({ certificatePem: pem('leaf') + pem('ca') }, { formerAnchors }));
    expect(bundle).toBe(pem('leaf') + pem('ca') + pem('old'));
  });

  it('is the authority of the signer where pods ask one', () => {
    const signer = { name: 'example.com/a', authorityPem: pem('signer') };
    expect(read(authorityBundle({ certificatePem: '', signer }, { formerAnchors: [pem('old')] }))).toBe(
      pem('signer') + pem('old'),
    );
  });
});
