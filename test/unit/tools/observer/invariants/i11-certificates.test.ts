import { beforeAll, describe, expect, it } from '@jest/globals';
import { TestAuthority } from '../../../../../tools/controlplane/pki.ts';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { certificatesVerify } from '../../../../../tools/observer/invariants/i11-certificates.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const namespace = 'calico-system';
const pod: Thing = { kind: 'Pod', name: 'p', namespace };
const authority: Thing = { kind: 'Secret', name: 'tigera-ca-private', namespace: 'tigera-operator' };
const bundle = (...certificates: string[]): Thing => ({
  kind: 'ConfigMap',
  name: 'tigera-ca-bundle',
  namespace,
  data: { 'tigera-ca-bundle.crt': certificates.join('') },
});

const violations = ({ history }: HistoryBuilder): string[] =>
  certificatesVerify.check(history, usualFacts).map(({ what }) => what);

describe('I11', () => {
  let ca: string;
  let otherCa: string;
  let leaf: string;

  beforeAll(async () => {
    const own = await TestAuthority.create('own');
    ca = (await own.pem()).certificate;
    otherCa = (await (await TestAuthority.create('other')).pem()).certificate;
    leaf = (await own.issue('CN=typha')).certificate;
  });

  const served = (): Thing => ({
    kind: 'Secret',
    name: 'typha-certs',
    namespace,
    data: { 'tls.crt': Buffer.from(leaf).toString('base64') },
  });

  it('lets leaves verify', () => {
    expect(violations(new HistoryBuilder().others(pod).operator(bundle(ca, otherCa), served()))).toEqual([]);
  });

  it('finds a bundle replaced before the leaves', () => {
    const history = new HistoryBuilder().others(pod).operator(bundle(ca), served(), bundle(otherCa));
    expect(violations(history)).toEqual([
      'the certificate in Secret calico-system/typha-certs does not verify under tigera-ca-bundle',
    ]);
  });

  it('says nothing while nothing runs', () => {
    expect(violations(new HistoryBuilder().operator(bundle(otherCa), served()))).toEqual([]);
  });

  it('finds a certificate in a bundle that is no anchor', () => {
    expect(violations(new HistoryBuilder().operator(bundle(ca, leaf)))[0]).toMatch(
      'holds CN=typha, which is no anchor',
    );
  });

  it('takes what a user supplied for an anchor of its own, now and while it is still trusted', () => {
    const history = new HistoryBuilder()
      .others({ ...served(), namespace: 'tigera-operator' })
      .operator(bundle(ca, leaf));
    expect(violations(history)).toEqual([]);
    const data = { 'previous-anchors.pem': Buffer.from(leaf).toString('base64') };
    expect(violations(new HistoryBuilder().others({ ...served(), data }).operator(bundle(ca, leaf)))).toEqual([]);
  });

  it('finds the authority deleted while it is needed', () => {
    const wanted: Thing = { kind: 'Installation' };
    expect(violations(new HistoryBuilder().others(wanted, authority).operatorDeletes(authority))[0]).toMatch(
      'was deleted while',
    );
    expect(violations(new HistoryBuilder().others(authority).operatorDeletes(authority))).toEqual([]);
  });
});
