import { describe, expect, it } from '@jest/globals';
import { TestAuthority } from '../../../../../tools/controlplane/pki.ts';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { differences, dumpOf, learnMask, type Dump } from '../../../../../tools/observer/oracles/dump.ts';
import { divergences } from '../../../../../tools/observer/oracles/o1-golden.ts';
import { pathDependences } from '../../../../../tools/observer/oracles/o4-differential.ts';
import { managed, thing, type Thing } from '../../../../support/histories.ts';

const managedFields = [managed('calico-operator', { 'f:spec': {} })];
const own = (more: object): Thing => ({ kind: 'Service', name: 's', managedFields, ...more });
const dump = (...things: Thing[]): Dump => dumpOf(things.map(thing), usualFacts);
const hash = (digit: string): string => digit.repeat(40);

const hashes = (a: string, b: string): Dump => dump(own({ annotations: { a: hash(a), b: hash(b) } }));

const status = (message: string, lastTransitionTime: string): Dump =>
  dump({ kind: 'TigeraStatus', status: { conditions: [{ message, lastTransitionTime }] } });

const secretOf = async (subject: string): Promise<Dump> => {
  const { certificate, key } = await (await TestAuthority.create('ca')).issue(subject);
  const [crt, base64Key] = [certificate, key].map((text) => Buffer.from(text).toString('base64'));
  return dump({ kind: 'Secret', name: 's', managedFields, data: { 'tls.crt': crt, 'tls.key': base64Key } });
};

describe('dumpOf', () => {
  it('holds what the operator wrote, and nothing else', () => {
    const others: Thing = { kind: 'Service', name: 'o', managedFields: [managed('kubectl', {})] };
    expect(Object.keys(dump(own({}), others, { kind: 'TigeraStatus', name: 't' }))).toEqual([
      'Service s',
      'TigeraStatus t',
    ]);
  });

  it('leaves out what the server and chance decide', () => {
    const one = own({
      uid: '1',
      resourceVersion: '1',
      generation: 1,
      spec: { clusterIP: '10.0.0.1' },
      status: { a: 1 },
    });
    const other = own({
      uid: '2',
      resourceVersion: '2',
      generation: 9,
      spec: { clusterIP: '10.0.0.2' },
      status: { a: 2 },
    });
    expect(dump(one)).toEqual(dump(other));
  });

  it.each([
    ['labels', { labels: { a: 'b' } }],
    ['annotations', { annotations: { a: 'b' } }],
    ['finalizers', { finalizers: ['a'] }],
    ['owners', { ownerReferences: [{ apiVersion: 'v1', kind: 'K', name: 'n', uid: '1' }] }],
    ['content', { spec: { a: 1 } }],
    ['owned fields', { managedFields: [managed('calico-operator', { 'f:data': {} })] }],
    ['the beginning of an end', { deletionTimestamp: '2026-01-01T00:00:00Z' }],
  ])('keeps %s', (_what, more) => {
    expect(dump(own(more))).not.toEqual(dump(own({})));
  });

  it('keeps which hashes are equal, and not what they are', () => {
    expect(hashes('1', '2')).toEqual(hashes('3', '4'));
    expect(hashes('1', '1')).not.toEqual(hashes('1', '2'));
  });

  it('keeps the status of its own kinds, without times', () => {
    expect(status('a', '1')).toEqual(status('a', '2'));
    expect(status('a', '1')).not.toEqual(status('b', '1'));
  });

  it('tells certificates by what is meant, and keys by their being there', async () => {
    const typha = await secretOf('CN=typha');
    expect(typha).toEqual(await secretOf('CN=typha'));
    expect(typha).not.toEqual(await secretOf('CN=node'));
    expect(typha['Secret s']).toMatchObject({
      data: { 'tls.crt': [{ subject: 'CN=typha', issuer: 'CN=ca', days: 365 }], 'tls.key': '<private key>' },
    });
  });
});

describe('differences', () => {
  const golden = dump(own({ spec: { ports: [{ port: 1 }] } }));

  it('are one line for each field', () => {
    expect(differences(golden, dump(own({ spec: { ports: [{ port: 2 }], a: true } })))).toEqual([
      'Service s spec ports 0 port: 1 became 2',
      'Service s spec a: nothing became true',
    ]);
  });

  it('tell of objects that are missing or too many', () => {
    expect(differences(golden, dump(own({ name: 't' })))).toEqual([
      'Service s is missing',
      'Service t should not be there',
    ]);
  });

  it('leave out what two runs without faults do not agree on either', () => {
    const chance = (a: number): Dump => dump(own({ spec: { a, b: 1 } }));
    const mask = learnMask(chance(1), chance(2));
    expect(differences(chance(1), chance(3), mask)).toEqual([]);
    expect(differences(chance(1), dump(own({ spec: { a: 1, b: 2 } })), mask)).toHaveLength(1);
  });
});

describe('O1 and O4', () => {
  it('find the end different', () => {
    const found = own({ spec: { a: 1 } });
    expect(divergences(dump(own({})), [thing(found)], usualFacts)).toEqual(['Service s spec: nothing became {"a":1}']);
    expect(pathDependences(dump(own({})), dump(found))).toEqual([
      'the end depends on the way: Service s spec: nothing became {"a":1}',
    ]);
  });

  it('find nothing where the end is the same', () => {
    expect(divergences(dump(own({})), [thing(own({}))], usualFacts)).toEqual([]);
    expect(pathDependences(dump(own({})), dump(own({})))).toEqual([]);
  });
});
