import { definition } from '../custom-kinds.ts';
import { create, get, jsonPatch, mergePatch, remove, script, type Manifest, type Script } from '../script.ts';

/** Definitions of custom kinds come, change and go. */

const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const guarded = { finalizers: ['example.com/guard'] };
const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function crdOf(kind: string, schema: object = open): Manifest {
  return definition(kind, 'Namespaced', { schema, group: '{ns}.example.com' });
}

function served(kind: string): { readonly crd: string; readonly things: string; readonly thing: Manifest } {
  const plural = `${kind.toLowerCase()}s`;
  const apiVersion = '{ns}.example.com/v1';
  return {
    crd: `${crds}/${plural}.{ns}.example.com`,
    things: `/apis/${apiVersion}/namespaces/{ns}/${plural}`,
    thing: { apiVersion, kind, metadata: { name: 't' } },
  };
}

const thing = served('Thing');
/** Served is more than established: the real server takes a moment in between. */
const established = { does: 'wait', path: thing.things, until: '"items"' } as const;
const gone = { does: 'wait', path: thing.crd, until: '"NotFound"' } as const;

export const definitions: readonly Script[] = [
  script(
    'A new definition is served once it is established',
    get(thing.things),
    create(crds, crdOf('Thing')),
    established,
    create(thing.things, { ...thing.thing, spec: { any: 1 } }),
    get(thing.things),
  ),
  script(
    'A definition takes its objects along',
    create(crds, crdOf('Thing')),
    established,
    create(thing.things, thing.thing),
    remove(thing.crd),
    gone,
    get(thing.things),
  ),
  script(
    'A definition waits for the finalizers of its objects',
    create(crds, crdOf('Thing')),
    established,
    create(thing.things, { ...thing.thing, metadata: { name: 't', ...guarded } }),
    remove(thing.crd),
    { does: 'wait', path: `${thing.things}/t`, until: 'deletionTimestamp' },
    get(`${thing.things}/t`),
    create(thing.things, { ...thing.thing, metadata: { name: 'u' } }),
    mergePatch(`${thing.things}/t`, { metadata: { finalizers: null } }),
    get(`${thing.things}/t`),
  ),
  script(
    'A definition without a schema is refused',
    create(crds, {
      ...crdOf('Thing'),
      spec: { ...(crdOf('Thing')['spec'] as object), versions: [{ name: 'v1', served: true, storage: true }] },
    }),
  ),
  script(
    'A definition under a wrong name is refused',
    create(crds, { ...crdOf('Thing'), metadata: { name: 'other.{ns}.example.com' } }),
  ),
  script(
    'A definition with a schema that is not structural is refused',
    create(crds, crdOf('Thing', { type: 'object', properties: { a: {} } })),
  ),
  script(
    'A definition keeps its scope',
    create(crds, crdOf('Thing')),
    established,
    mergePatch(thing.crd, { spec: { scope: 'Cluster' } }),
  ),
  script(
    'A schema changes',
    create(
      crds,
      crdOf('Thing', {
        type: 'object',
        properties: { spec: { type: 'object', properties: { a: { type: 'string' } } } },
      }),
    ),
    established,
    create(thing.things, { ...thing.thing, spec: { a: '1', b: '1' } }),
    jsonPatch(thing.crd, [
      {
        op: 'add',
        path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/b',
        value: { type: 'string' },
      },
    ]),
  ),
  script(
    'Rules in a schema are kept',
    create(
      crds,
      crdOf('Thing', {
        type: 'object',
        properties: {
          spec: {
            type: 'object',
            properties: { a: { type: 'integer' } },
            'x-kubernetes-validations': [{ rule: 'self.a > 0', message: 'must be positive' }],
          },
        },
      }),
    ),
    established,
  ),
];
