import { beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatedCluster } from '../../../../support/simulated-cluster.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const definition = `${definitions}/gadgets.e.io`;
const gadgets = '/apis/e.io/v1/gadgets';
const spec = {
  group: 'e.io',
  scope: 'Cluster',
  names: { plural: 'gadgets', kind: 'Gadget' },
  versions: [
    {
      name: 'v1',
      served: true,
      storage: true,
      subresources: { status: {} },
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: {
            spec: { type: 'object', properties: { a: { type: 'integer', maximum: 5, default: 1 } } },
            status: { type: 'object', properties: { x: { type: 'string' } } },
          },
        },
      },
    },
  ],
};

function gadget(metadata: object, spec?: object): object {
  return { apiVersion: 'e.io/v1', kind: 'Gadget', metadata, ...(spec !== undefined && { spec }) };
}

let cluster: SimulatedCluster;

beforeEach(async () => {
  cluster = new SimulatedCluster();
  cluster.post(definitions, { metadata: { name: 'gadgets.e.io' }, spec });
  await cluster.clock.advance(199);
});

describe('a custom resource definition', () => {
  it('is served once it is established', async () => {
    expect(cluster.get(gadgets).code).toBe(404);
    await cluster.clock.advance(1);
    expect(cluster.get(gadgets).code).toBe(200);
    expect(cluster.get(definition).body.status).toMatchObject({
      conditions: [{ type: 'NamesAccepted' }, { type: 'Established', status: 'True' }],
      acceptedNames: { plural: 'gadgets', listKind: 'GadgetList' },
    });
  });

  it('keeps what it is named after', () => {
    const reply = cluster.post(definitions, { metadata: { name: 'other.e.io' }, spec });
    expect(reply).toMatchObject({ code: 422, body: { message: expect.stringContaining('must be spec.names.plural') } });
  });

  it('takes its objects along, and waits for their finalizers', async () => {
    await cluster.clock.advance(1);
    cluster.post(gadgets, gadget({ name: 'free' }));
    cluster.post(gadgets, gadget({ name: 'held', finalizers: ['a.b/c'] }));
    expect(cluster.delete(definition).body.metadata.deletionTimestamp).toBeDefined();
    await cluster.clock.advance(1_000);
    expect([`${gadgets}/free`, `${gadgets}/held`, definition].map((path) => cluster.get(path).code)).toEqual([
      404, 200, 200,
    ]);
    expect(cluster.post(gadgets, gadget({ name: 'late' })).code).toBe(403);
    cluster.merge(`${gadgets}/held`, { metadata: { finalizers: [] } });
    await cluster.clock.advance(1_000);
    expect([definition, gadgets].map((path) => cluster.get(path).code)).toEqual([404, 404]);
  });
});

describe('an object of a custom kind', () => {
  beforeEach(async () => {
    await cluster.clock.advance(1);
    cluster.post(gadgets, gadget({ name: 'g' }, {}));
  });

  it('gets defaults', () => {
    expect(cluster.get(`${gadgets}/g`).body.spec).toEqual({ a: 1 });
  });

  it('is measured by the schema', () => {
    const reply = cluster.merge(`${gadgets}/g`, { spec: { a: 9 } });
    expect(reply).toMatchObject({
      code: 422,
      body: { message: expect.stringContaining('Gadget.e.io "g" is invalid: spec.a: Invalid value: 9') },
    });
  });

  it('warns of unknown fields, drops them, and refuses them on request', () => {
    const object = gadget({ name: 'h' }, { no: 1 });
    expect(cluster.post(`${gadgets}?fieldValidation=Strict`, object).code).toBe(400);
    const { headers, body } = cluster.post(gadgets, object);
    expect(headers['warning']).toBe('299 - "unknown field \\"spec.no\\""');
    expect(body.spec).toEqual({ a: 1 });
  });

  it('cannot be overwritten without a resource version', () => {
    const reply = cluster.put(`${gadgets}/g`, gadget({ name: 'g' }, {}));
    expect(reply).toMatchObject({
      code: 422,
      body: { message: expect.stringContaining('must be specified for an update') },
    });
  });

  it('keeps its metadata when its status is written', () => {
    const { body } = cluster.merge(`${gadgets}/g/status`, { metadata: { labels: { a: 'b' } }, status: { x: 'y' } });
    expect(body.status).toEqual({ x: 'y' });
    expect(body.metadata).toMatchObject({ generation: 1 });
    expect(body.metadata.labels).toBeUndefined();
  });
});
