import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { secretsStaySecret } from '../../../../../tools/observer/invariants/i05-secrets.ts';
import { HistoryBuilder, thing, type Thing } from '../../../../support/histories.ts';

const canary = 'canary-of-the-pull-secret';
const key = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(3)}\n-----END PRIVATE KEY-----\n`;
const secret: Thing = {
  kind: 'Secret',
  name: 's',
  data: { 'tls.key': Buffer.from(key).toString('base64'), 'tls.crt': 'public' },
};

const shown = ({ history }: HistoryBuilder): string[] =>
  secretsStaySecret.check(history, { ...usualFacts, secretCanaries: [canary] }).map(({ what }) => what);

describe('I5', () => {
  it('lets secrets be in Secrets', () => {
    const about = thing(secret);
    const history = new HistoryBuilder()
      .others({ ...secret, note: canary })
      .asks('apply', about, { body: canary })
      .logs('{"msg":"fine"}');
    expect(shown(history)).toEqual([]);
  });

  it('finds a canary in a log', () => {
    expect(shown(new HistoryBuilder().logs(`{"msg":"${canary}"}`))).toEqual(['a secret value shows in the log of one']);
  });

  it('finds a canary in base64', () => {
    const encoded = Buffer.from(canary).toString('base64');
    expect(shown(new HistoryBuilder().others({ kind: 'ConfigMap', name: 'c', data: { a: encoded } }))).toEqual([
      'a secret value shows in configmaps c',
    ]);
  });

  it('finds a private key of the history in a status, without being told of it', () => {
    const status: Thing = { kind: 'TigeraStatus', name: 'calico', status: { conditions: [{ message: `bad ${key}` }] } };
    expect(shown(new HistoryBuilder().others(secret, status))).toHaveLength(1);
  });

  it('finds a secret in a request about something else', () => {
    const about = thing({ kind: 'ConfigMap', name: 'c' });
    expect(shown(new HistoryBuilder().asks('apply', about, { body: canary }))).toHaveLength(1);
  });
});
