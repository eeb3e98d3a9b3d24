import { name, samples, type Sample } from '../kinds.ts';
import {
  apply,
  create,
  get,
  jsonPatch,
  mergePatch,
  remove,
  script,
  update,
  watch,
  type Manifest,
  type Script,
  type Step,
} from '../script.ts';

/** What happens to an object of any kind. */
type Situation = (sample: Sample) => readonly Step[];

function withMetadata(object: Manifest, metadata: object): Manifest {
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}

function at({ collection }: Sample): string {
  return `${collection}/${name}`;
}

const finalized = { finalizers: ['example.com/guard'] };

const situations: Readonly<Record<string, Situation>> = {
  'is created, read and deleted': (kind) => [
    create(kind.collection, kind.object),
    get(at(kind)),
    remove(at(kind)),
    get(at(kind)),
    remove(at(kind)),
  ],
  'exists already': (kind) => [create(kind.collection, kind.object), create(kind.collection, kind.object)],
  'is replaced, then by an old copy': (kind) => [
    create(kind.collection, kind.object),
    update(at(kind), withMetadata(kind.object, { resourceVersion: '{rv:0}', labels: { a: '1' } })),
    update(at(kind), withMetadata(kind.object, { resourceVersion: '{rv:0}', labels: { a: '2' } })),
    update(at(kind), withMetadata(kind.object, { resourceVersion: '{rv:1}', labels: { a: '1' } })),
  ],
  'is not there': (kind) => [
    get(at(kind)),
    update(at(kind), withMetadata(kind.object, { resourceVersion: '1' })),
    mergePatch(at(kind), kind.change),
    remove(at(kind)),
  ],
  'is changed by a merge patch, then by the same': (kind) => [
    create(kind.collection, kind.object),
    mergePatch(at(kind), kind.change),
    mergePatch(at(kind), kind.change),
    mergePatch(at(kind), { metadata: { labels: { a: '1' }, annotations: { b: '2' } } }),
    mergePatch(at(kind), { metadata: { labels: null } }),
    get(at(kind)),
  ],
  'is changed by a JSON patch': (kind) => [
    create(kind.collection, withMetadata(kind.object, { labels: { a: '1' } })),
    jsonPatch(at(kind), [{ op: 'replace', path: '/metadata/labels/a', value: '2' }]),
    jsonPatch(at(kind), [{ op: 'test', path: '/metadata/labels/a', value: '3' }]),
    jsonPatch(at(kind), [{ op: 'remove', path: '/metadata/labels/none' }]),
  ],
  'is applied, again, and by two managers': (kind) => {
    const labelled = (labels: object): Manifest => withMetadata(kind.object, { labels });
    return [
      apply(at(kind), 'one', labelled({ a: '1', b: '1' })),
      apply(at(kind), 'one', labelled({ a: '1', b: '1' })),
      apply(at(kind), 'two', withMetadata(bare(kind.object), { labels: { a: '2' } })),
      apply(at(kind), 'two', withMetadata(bare(kind.object), { labels: { a: '2' } }), true),
      apply(at(kind), 'one', labelled({ b: '1' })),
      apply(at(kind), 'one', labelled({})),
    ];
  },
  'is applied over a change by hand': (kind) => [
    apply(at(kind), 'one', kind.object),
    mergePatch(at(kind), kind.change),
    apply(at(kind), 'one', kind.object),
    apply(at(kind), 'one', kind.object, true),
  ],
  'has a finalizer when it is deleted': (kind) => [
    create(kind.collection, withMetadata(kind.object, finalized)),
    remove(at(kind)),
    remove(at(kind)),
    mergePatch(at(kind), { metadata: { labels: { a: '1' } } }),
    mergePatch(at(kind), { metadata: { finalizers: ['example.com/guard', 'example.com/late'] } }),
    mergePatch(at(kind), { metadata: { finalizers: null } }),
    get(at(kind)),
  ],
  'is deleted under preconditions': (kind) => [
    create(kind.collection, kind.object),
    remove(at(kind), { preconditions: { uid: 'another' } }),
    remove(at(kind), { preconditions: { uid: '{uid:0}', resourceVersion: '1' } }),
    remove(at(kind), { preconditions: { uid: '{uid:0}', resourceVersion: '{rv:0}' } }),
    get(at(kind)),
  ],
  'is written as a dry run': (kind) => [
    create(`${kind.collection}?dryRun=All`, kind.object),
    get(at(kind)),
    create(kind.collection, kind.object),
    mergePatch(`${at(kind)}?dryRun=All`, kind.change),
    apply(`${at(kind)}?dryRun=All`, 'one', withMetadata(bare(kind.object), { labels: { a: '1' } })),
    remove(`${at(kind)}?dryRun=All`),
    get(at(kind)),
  ],
  'is watched from the start': (kind) => [
    watch(`${kind.collection}?watch=true&fieldSelector=metadata.name=${name}`),
    create(kind.collection, kind.object),
    mergePatch(at(kind), kind.change),
    mergePatch(at(kind), kind.change),
    remove(at(kind)),
  ],
  'is made anew under its name': (kind) => [
    create(kind.collection, kind.object),
    remove(at(kind)),
    create(kind.collection, kind.object),
    update(at(kind), withMetadata(kind.object, { uid: '{uid:0}', resourceVersion: '{rv:2}' })),
    mergePatch(at(kind), { metadata: { uid: '{uid:0}' } }),
  ],
};

/** What an apply must at least say. */
function bare({ apiVersion, kind, metadata }: Manifest): Manifest {
  return { apiVersion, kind, metadata: { name: metadata.name ?? name } };
}

export const everyKind: readonly Script[] = Object.entries(situations).flatMap(([what, steps]) =>
  samples.map((sample) => script(`${sample.title} ${what}`, ...steps(sample))),
);
