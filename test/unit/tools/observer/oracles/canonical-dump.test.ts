import { describe, expect, it } from '@jest/globals';
import { TestAuthority } from '../../../../../tools/controlplane/pki.ts';
import { canonicalDump, diffDumps, type Dump } from '../../../../../tools/observer/oracles/canonical-dump.ts';
import { learnMask, meantDifferences } from '../../../../../tools/observer/oracles/learned-mask.ts';
import { divergences } from '../../../../../tools/observer/oracles/o1-golden.ts';
import { pathDependences } from '../../../../../tools/observer/oracles/o4-differential.ts';
import { managed, thing, type Thing } from '../../../../support/histories.ts';

const managedFields = [managed('calico-operator', { 'f:spec': {} })];
const own = (more: object): Thing => ({ kind: 'Service', name: 's', managedFields, ...more });
const dump = (...things: Thing[]): Dump => canonicalDump(things.map(thing));

async function secretOf(subject: string): Promise<Dump> {
  const { certificate, key } = await (await TestAuthority.create('ca')).issue(subject);
  const [crt, base64Key] = [certificate, key].map((text) => Buffer.from(text).toString('base64'));
  return dump({ kind: 'Secret', name: 's', managedFields, data: { 'tls.crt': crt, 'tls.key': base64Key } });
}

describe('canonicalDump', () => {
  it('holds what the operator wrote, and nothing else', () => {
    const others: Thing = { kind: 'Service', name: 'o', managedFields: [managed('kubectl', {})] };
    expect([...dump(own({}), others).keys()]).toEqual(['Service s']);
  });

  it('leaves out what the server and chance decide', () => {
    const one = own({ uid: '1', resourceVersion: '1', generation: 1, spec: { clusterIP: '10.0.0.1' } });
    const other = own({ uid: '2', resourceVersion: '2', generation: 9, spec: { clusterIP: '10.0.0.2' } });
    expect(dump(one)).toEqual(dump(other));
  });

  it.each([
    ['labels', { labels: { a: 'b' } }],
    ['annotations', { annotations: { a: 'b' } }],
    ['finalizers', { finalizers: ['a'] }],
    ['owners', { ownerReferences: [{ apiVersion: 'v1', kind: 'K', name: 'n', uid: '1' }] }],
    ['content', { spec: { a: 1 } }],
    ['owned fields', { managedFields: [managed('calico-operator', { 'f:data': {} })] }],
  ])('keeps %s', (_what, more) => {
    expect(dump(own(more))).not.toEqual(dump(own({})));
  });

  it('tells certificates by what is meant', async () => {
    const typha = await secretOf('CN=typha');
    expect(typha).toEqual(await secretOf('CN=typha'));
    expect(typha).not.toEqual(await secretOf('CN=node'));
  });
});

describe('diffDumps', () => {
  const golden = dump(own({ spec: { ports: [{ port: 1 }] } }));

  it('has one line for each field', () => {
    expect(diffDumps(golden, dump(own({ spec: { ports: [{ port: 2 }], a: true } })))).toEqual([
      'Service s: .spec.ports.0.port: 1 became 2',
      'Service s: .spec.a: nothing became true',
    ]);
  });

  it('tells of objects that are missing or too many', () => {
    expect(diffDumps(golden, dump(own({ name: 't' })))).toEqual(['Service s is missing', 'Service t is left over']);
  });
});

describe('a learned mask', () => {
  it('covers what two runs without faults do not agree on, and nothing else', () => {
    const mask = learnMask(dump(own({ spec: { a: 1, b: 1 } })), dump(own({ spec: { a: 2, b: 1 } })));
    const found = dump(own({ spec: { a: 3, b: 2 } }));
    expect(meantDifferences(dump(own({ spec: { a: 1, b: 1 } })), found, mask)).toEqual([
      'Service s: .spec.b: 1 became 2',
    ]);
  });
});

describe('O1 and O4', () => {
  const found = own({ spec: { a: 1 } });

  it('find the end different', () => {
    expect(divergences(dump(own({})), [thing(found)])).toEqual(['Service s: .spec: nothing became {"a":1}']);
    expect(pathDependences(dump(own({})), dump(found))[0]).toMatch('the end depends on the way: Service s: .spec');
  });

  it('find nothing where the end is the same', () => {
    expect(divergences(dump(found), [thing(found)])).toEqual([]);
    expect(pathDependences(dump(found), dump(found))).toEqual([]);
  });
});
