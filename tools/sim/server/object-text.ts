import type { KubeObject } from '../../../src/k8s/object.ts';
import type { Resource } from './resources.ts';

/** How an object is written into an answer: whole, without kind (items of lists of built-in kinds), or its metadata only. */
export type Form = 'whole' | 'metadata';

/** Stored objects never change, so each is written once for all who watch, list or get it. */
const texts: Readonly<Record<Form, WeakMap<KubeObject, string>>> = {
  whole: new WeakMap(),
  metadata: new WeakMap(),
};

/** The JSON of an object. */
export function textOf(object: KubeObject, form: Form): string {
  const known = texts[form].get(object);
  if (known !== undefined) return known;
  const text = JSON.stringify(form === 'whole' ? object : partialOf(object));
  texts[form].set(object, text);
  return text;
}

/** The JSON of an item of a list: those of built-in kinds name neither kind nor version. */
export function itemText(object: KubeObject, form: Form, resource: Resource): string {
  const text = textOf(object, form);
  if (form === 'metadata' || resource.custom !== undefined) return text;
  const head = `{"apiVersion":${JSON.stringify(object.apiVersion)},"kind":${JSON.stringify(object.kind)},`;
  return text.startsWith(head) ? `{${text.slice(head.length)}` : text;
}

function partialOf({ metadata }: KubeObject): KubeObject {
  return { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata };
}

/** What an `Accept` header asks for. */
export function formOf(accept: string | undefined): Form {
  return accept?.includes('as=PartialObjectMetadata') === true ? 'metadata' : 'whole';
}
