import type { ResourceName } from '../../observer/history.ts';
import { schemaOf, type TypeSchema } from './apply/index.ts';
import { builtInResources, type BuiltInResource, type Generation } from './built-in-resources.ts';
import type { StructuralSchema } from './schema/structural-schema.ts';

/** A kind that the server serves. */
export interface Resource extends ResourceName {
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  readonly singular: string;
  /** `group/version`, or the version alone in the core group. */
  readonly apiVersion: string;
  readonly namespaced: boolean;
  readonly subresources: ReadonlySet<string>;
  readonly generation: Generation;
  /** Answered and not stored: access reviews. */
  readonly review: boolean;
  /** Absent for built-in kinds, whose rules are code. */
  readonly custom?: CustomRules;
  /** How its fields merge and who can own them. */
  readonly fields: TypeSchema;
}

/** What a CRD version says about its objects. */
export interface CustomRules {
  readonly schema: StructuralSchema;
  /** Its CRD is being deleted: nothing can be created any more. */
  readonly terminating: boolean;
}

export const namespaces: ResourceName = { group: '', plural: 'namespaces' };
export const customResourceDefinitions: ResourceName = {
  group: 'apiextensions.k8s.io',
  plural: 'customresourcedefinitions',
};

/** What is served at the moment: built-in kinds and those of established CRDs. */
export class ResourceRegistry {
  readonly #served = new Map<string, Resource>(builtIns.map((resource) => [pathOf(resource), resource]));

  /** All that is served, built-in kinds first. */
  get all(): readonly Resource[] {
    return [...this.#served.values()];
  }

  find({ group, plural }: ResourceName, version: string): Resource | undefined {
    return this.#served.get(pathOf({ group, plural, version }));
  }

  /** Whether built-in kinds are served in this group and version. */
  hasBuiltInVersion(group: string, version: string): boolean {
    return builtIns.some((resource) => resource.group === group && resource.version === version);
  }

  serve(resource: Resource): void {
    this.#served.set(pathOf(resource), resource);
  }

  /** Stops serving a kind; unknown ones are no mistake. */
  withdraw(resource: ResourceName & { readonly version: string }): void {
    this.#served.delete(pathOf(resource));
  }
}

const builtIns: readonly Resource[] = builtInResources.map((row) => ({
  ...row,
  listKind: `${row.kind}List`,
  singular: row.kind.toLowerCase(),
  apiVersion: apiVersionOf(row),
  subresources: new Set(row.subresources),
  review: row.review === true,
  fields: fieldsOf(row),
}));

/** `group/version` as objects state it. */
export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}

function pathOf({ group, plural, version }: ResourceName & { readonly version: string }): string {
  return `${group}/${version}/${plural}`;
}

/** Not every kind has a published type here; the few others merge by field. */
function fieldsOf({ group, version, kind }: BuiltInResource): TypeSchema {
  try {
    return schemaOf(group, version, kind);
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'any' };
    throw error;
  }
}
