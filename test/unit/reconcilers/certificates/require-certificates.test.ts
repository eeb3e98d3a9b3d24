import { describe, expect, it } from '@jest/globals';
import { requireCertificates } from '../../../../src/reconcilers/certificates/require-certificates.ts';
import { aContext } from '../../../support/reconcile-context.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import { aCertificateSecret } from '../../../support/windows-cluster.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('requireCertificates', () => {
  it('takes what is there as it is, and asks nothing', () => {
    const ctx = aContext({ systemRoots: 'roots' });
    ctx.holds(...['tigera-ca-private', 'node-certs', 'typha-certs'].map((name) => aCertificateSecret(name)));
    const authority = {
      namespace: 'tigera-operator',
      name: 'tigera-ca-private',
      pem: 'certificate of tigera-ca-private',
    };
    expect(requireCertificates(ctx)).toMatchObject({
      node: { name: 'node-certs' },
      typha: { commonName: 'typha-server' },
      trusted: [authority],
      systemRoots: 'roots',
    });
    expect(ctx.api.asked).toEqual([]);
  });

  it('trusts a certificate of the user, and knows it by its own name', () => {
    const ctx = aContext();
    const users = aCertificateSecret('typha-certs', { 'common-name': base64('my-typha') });
    const typha = withContent(users, { metadata: { name: 'typha-certs', namespace: 'tigera-operator' } });
    ctx.holds(aCertificateSecret('tigera-ca-private'), aCertificateSecret('node-certs'), typha);
    const certs = requireCertificates(ctx);
    expect(certs.typha.commonName).toBe('my-typha');
    expect(certs.trusted.map(({ name }) => name)).toEqual(['tigera-ca-private', 'typha-certs']);
  });

  it('waits for all that are missing, also for a Secret without a certificate', () => {
    const ctx = aContext();
    const empty = withContent(aCertificateSecret('node-certs'), { data: {} });
    ctx.holds(aCertificateSecret('tigera-ca-private'), empty);
    expect(() => requireCertificates(ctx)).toThrow(/Secrets node-certs, typha-certs of namespace tigera-operator/);
  });
});
