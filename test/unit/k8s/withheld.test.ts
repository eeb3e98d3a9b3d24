import { describe, expect, it } from '@jest/globals';
import { withoutSecretValues } from '../../../src/k8s/withheld.ts';

const secret = 'a line of a private key';
const body = JSON.stringify({ data: { 'tls.key': Buffer.from(`BEGIN\n${secret}\n`).toString('base64') } });
const onSecret = { verb: 'apply', path: '/api/v1/namespaces/default/secrets/pair?force=true' };

describe('withoutSecretValues', () => {
  it.each([
    ['a value in base64', body],
    ['a line of it', `denied the request: "${secret}" is no key`],
  ])('takes out %s that a webhook quotes', (_, message) => {
    const said = withoutSecretValues(onSecret, { message }, body).message ?? '';
    expect(said).not.toContain(secret);
    expect(said).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20));
    expect(said).toContain('(withheld)');
  });

  it('takes out a value that a webhook quotes once more', () => {
    const config = JSON.stringify({ auths: { 'registry.example.org': { auth: 'dXNlcjpwYXNz' } } });
    const sent = JSON.stringify({ data: { '.dockerconfigjson': Buffer.from(config).toString('base64') } });
    const message = `denied: ${JSON.stringify(config)} is not allowed`;
    expect(withoutSecretValues(onSecret, { message }, sent).message).toBe('denied: "(withheld)" is not allowed');
  });

  it('leaves the reason of a webhook, which tells people what to do', () => {
    const message = 'admission webhook "policy" denied the request: no Secrets today';
    expect(withoutSecretValues(onSecret, { message }, body).message).toBe(message);
  });

  it.each([undefined, 'no JSON', '[]', 'null'])('makes do with a body of %j', (sent) => {
    expect(withoutSecretValues(onSecret, { message: 'refused' }, sent).message).toBe('refused');
  });

  it('leaves errors about other kinds alone', () => {
    const path = '/api/v1/namespaces/default/configmaps/c';
    expect(withoutSecretValues({ verb: 'apply', path }, { message: secret }, body).message).toBe(secret);
  });
});
