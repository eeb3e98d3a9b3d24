import type { CrdManifest } from '../../src/crds/definition.ts';
import type { StructuralSchema } from '../../src/crds/structural-schema.ts';
import type { KubeObject } from '../../src/k8s/object.ts';

type Edit = (fields: Readonly<Record<string, StructuralSchema>>) => Record<string, StructuralSchema>;

/** A definition of another release: with other fields in its spec, and without what may speak of fields that are gone. */
function withSpecFields(crd: KubeObject, edit: Edit): CrdManifest {
  const copy = structuredClone(crd) as CrdManifest;
  const versions = copy.spec.versions.map((version) => {
    const root = withoutRules(version.schema.openAPIV3Schema) as StructuralSchema;
    const spec = root.properties?.['spec'] ?? {};
    const edited = { ...spec, required: [], properties: edit(spec.properties ?? {}) };
    const properties = { ...root.properties, spec: edited };
    return { ...version, selectableFields: [], schema: { openAPIV3Schema: { ...root, properties } } };
  });
  return { ...copy, spec: { ...copy.spec, versions } };
}

function withoutRules(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutRules);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([keyword]) => keyword !== 'x-kubernetes-validations');
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, withoutRules(value)]));
}

/** As before the last fields were added. */
export function older(crd: KubeObject): CrdManifest {
  return withSpecFields(crd, (fields) => Object.fromEntries(Object.entries(fields).slice(0, -2)));
}

/** As after the next field was added. */
export function newer(crd: KubeObject): CrdManifest {
  return withSpecFields(crd, (fields) => ({ ...fields, tomorrow: { type: 'string' } }));
}

/** The fields of the spec in the only version. */
export function specFields(crd: KubeObject | undefined): string[] {
  const [version] = (crd as CrdManifest | undefined)?.spec.versions ?? [];
  return Object.keys(version?.schema.openAPIV3Schema.properties?.['spec']?.properties ?? {}).toSorted();
}
