import { keyOf, type KubeObject } from '../../../src/k8s/object.ts';
import { recordUpdate, schemaFromStructural, schemaOf } from './apply/index.ts';
import { inOrder } from './incoming.ts';
import { apiVersionOf, customResourceDefinitions, type Resource, type ResourceRegistry } from './resources.ts';
import type { StructuralSchema } from './schema/structural-schema.ts';
import type { Commit } from './storage.ts';
import { isRecord, listAt, stringAt, valueAt, withField, type JsonRecord } from './values.ts';
import { DEFINITION_CLEANUP, removeObject } from './verbs/delete.ts';
import { isFinished } from './verbs/update.ts';
import { timestamp, type WriteContext } from './write-context.ts';

export interface CustomKindOptions {
  readonly registry: ResourceRegistry;
  readonly context: WriteContext;
  /** How long a definition takes to be established, and to begin with its clean-up. */
  readonly establishMs: number;
}

const definitionFields = schemaOf('apiextensions.k8s.io', 'v1', 'CustomResourceDefinition');
/** Objects with finalizers keep a definition that is being deleted; how often it looks whether they are gone. */
const CLEANUP_RETRY_MS = 1_000;

/** Serves the kinds of CustomResourceDefinitions, and does what their controllers do: establish and clean up. */
export class CustomKinds {
  readonly #options: CustomKindOptions;

  constructor(options: CustomKindOptions) {
    this.#options = options;
  }

  /** Takes in that a definition came, changed or went. */
  changed({ type, object, before }: Commit): void {
    const { registry, context, establishMs } = this.#options;
    for (const resource of resourcesOf(before)) registry.withdraw(resource);
    if (type === 'DELETED') return;
    for (const resource of resourcesOf(object)) registry.serve(resource);
    const wasDeleting = before?.metadata.deletionTimestamp !== undefined;
    const isDeleting = object.metadata.deletionTimestamp !== undefined;
    if (type === 'ADDED' && !isEstablished(object)) {
      context.clock.after(establishMs, () => this.#establish(object.metadata.name));
    }
    if (isDeleting && !wasDeleting) context.clock.after(establishMs, () => this.#cleanUp(object.metadata.name));
  }

  /** Serves what the stored definitions say and nothing else: the storage was put back. */
  reset(former: readonly KubeObject[]): void {
    const { registry, context } = this.#options;
    for (const resource of former.flatMap((definition) => resourcesOf(definition))) registry.withdraw(resource);
    for (const definition of context.storage.list(customResourceDefinitions)) {
      for (const resource of resourcesOf(definition)) registry.serve(resource);
    }
  }

  #establish(name: string): void {
    const { storage, clock } = this.#options.context;
    const definition = storage.get(customResourceDefinitions, name);
    if (definition === undefined || isEstablished(definition)) return;
    const now = clock.wall();
    const after = established(definition, timestamp(now));
    const by = { manager: 'kube-apiserver', apiVersion: definition.apiVersion, subresource: 'status', now };
    storage.put(customResourceDefinitions, recordUpdate(definition, after, { ...by, schema: definitionFields }));
  }

  #cleanUp(name: string): void {
    const { context } = this.#options;
    const { storage, clock } = context;
    const definition = storage.get(customResourceDefinitions, name);
    if (definition?.metadata.deletionTimestamp === undefined) return;
    const [resource] = resourcesOf(definition);
    const present = resource === undefined ? [] : storage.list(resource);
    if (resource !== undefined) for (const object of present) removeObject(resource, object, context);
    if (resource !== undefined && storage.list(resource).length > 0) {
      clock.after(CLEANUP_RETRY_MS, () => this.#cleanUp(name));
      return;
    }
    this.#release(definition);
  }

  #release(definition: KubeObject): void {
    const { storage } = this.#options.context;
    const left = (definition.metadata.finalizers ?? []).filter((finalizer) => finalizer !== DEFINITION_CLEANUP);
    const metadata = withField(definition.metadata, 'finalizers', left.length === 0 ? undefined : left);
    const released = { ...definition, metadata };
    if (isFinished(released)) storage.remove(customResourceDefinitions, keyOf(definition.metadata));
    else storage.put(customResourceDefinitions, released);
  }
}

/** A definition with the status that the API server gives it once its kind is served. */
export function established(definition: KubeObject, now: string): KubeObject {
  const condition = (type: string, reason: string, message: string): object => ({
    type,
    status: 'True',
    lastTransitionTime: now,
    reason,
    message,
  });
  const conditions = [
    condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
    condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
  ];
  const status = {
    conditions,
    acceptedNames: valueAt(definition, ['spec', 'names']),
    storedVersions: storedVersions(definition),
  };
  return inOrder(withField(definition, 'status', status));
}

function storedVersions(definition: KubeObject): string[] {
  const versions = listAt(definition, ['spec', 'versions']);
  return versions.flatMap((version) =>
    valueAt(version, ['storage']) === true ? [stringAt(version, ['name']) ?? ''] : [],
  );
}

function hasCondition(definition: KubeObject, type: string): boolean {
  return listAt(definition, ['status', 'conditions']).some(
    (condition) => stringAt(condition, ['type']) === type && stringAt(condition, ['status']) === 'True',
  );
}

function isEstablished(definition: KubeObject): boolean {
  return hasCondition(definition, 'Established');
}

/** Definitions are the same objects in many simulations, and their schemas are large. */
const built = new WeakMap<JsonRecord, readonly Resource[]>();

/** What an established definition serves: its storage version. */
function resourcesOf(definition: KubeObject | undefined): readonly Resource[] {
  if (definition === undefined || !isEstablished(definition)) return [];
  const spec = valueAt(definition, ['spec']) as JsonRecord;
  const known = built.get(spec) ?? builtFrom(spec);
  built.set(spec, known);
  if (definition.metadata.deletionTimestamp === undefined) return known;
  return known.map((resource) =>
    resource.custom === undefined ? resource : { ...resource, custom: { ...resource.custom, terminating: true } },
  );
}

function builtFrom(spec: JsonRecord): readonly Resource[] {
  return listAt(spec, ['versions'])
    .filter((version) => valueAt(version, ['served']) === true && valueAt(version, ['storage']) === true)
    .map((version) => resourceOf(spec, version));
}

function resourceOf(spec: JsonRecord, served: unknown): Resource {
  const group = stringAt(spec, ['group']) ?? '';
  const version = stringAt(served, ['name']) ?? '';
  const kind = stringAt(spec, ['names', 'kind']) ?? '';
  const schema = (valueAt(served, ['schema', 'openAPIV3Schema']) ?? {}) as StructuralSchema;
  const subresources = valueAt(served, ['subresources']);
  const hasStatus = isRecord(subresources) && subresources['status'] !== undefined;
  return {
    group,
    version,
    kind,
    plural: stringAt(spec, ['names', 'plural']) ?? '',
    listKind: stringAt(spec, ['names', 'listKind']) ?? `${kind}List`,
    singular: stringAt(spec, ['names', 'singular']) ?? kind.toLowerCase(),
    apiVersion: apiVersionOf({ group, version }),
    namespaced: spec['scope'] === 'Namespaced',
    subresources: new Set(hasStatus ? ['status'] : []),
    generation: 'content',
    review: false,
    custom: { schema, terminating: false },
    fields: schemaFromStructural(schema),
  };
}
