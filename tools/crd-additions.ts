import type { Json } from './crd-differences.ts';

/** Fields that we add to a CustomResourceDefinition: an entry of test/parity/crd-additions.yaml. */
export interface Addition {
  /** Name of the CustomResourceDefinition. */
  readonly crd: string;
  /** Where the fields are: paths of objects, `[]` for the items of a list, as in `spec.list[].object`. */
  readonly in: readonly string[];
  /** The fields that each of these objects has in addition. */
  readonly fields: readonly string[];
  readonly reason: string;
}

/** What is left of our manifest without the additions, and a line for each that is no addition. */
export interface WithoutAdditions {
  readonly rest: Json;
  readonly wrong: readonly string[];
}

/**
 * Takes listed fields out of our manifest, so that the rest must be the same as theirs. `status.computed` repeats the
 * spec: what is listed of `spec` goes from there, too. A field that we lack or that they have is listed in vain.
 */
export function withoutAdditions(ours: Json, theirs: Json, additions: readonly Addition[]): WithoutAdditions {
  const listed = additions.flatMap(({ in: parents, fields }) =>
    parents.flatMap((parent) => fields.map((field) => `${parent}.${field}`)),
  );
  const wrong = listed.flatMap((field) => [
    ...(has(ours, field) ? [] : [`${field}: listed as added, but not there`]),
    ...(has(theirs, field) ? [`${field}: listed as added, but there on both sides`] : []),
  ]);
  const fields = listed.flatMap((field) => [field, field.replace(/^spec\./, 'status.computed.')]);
  return { rest: fields.reduce((manifest, field) => changed(manifest, stepsTo(field), () => undefined), ours), wrong };
}

type Steps = readonly (number | string)[];

/** Where a field's schema is in a manifest of one version. */
function stepsTo(field: string): Steps {
  const version: Steps = ['spec', 'versions', 0, 'schema', 'openAPIV3Schema'];
  return [...version, ...field.split('.').flatMap(stepsOfName)];
}

function stepsOfName(name: string): Steps {
  return name.endsWith('[]') ? ['properties', name.slice(0, -2), 'items'] : ['properties', name];
}

function has(manifest: Json, field: string): boolean {
  let found = false;
  changed(manifest, stepsTo(field), (schema) => {
    found = true;
    return schema;
  });
  return found;
}

/** The value with what is at the end of the steps changed, or removed; as it is where the steps lead nowhere. */
function changed(value: Json, [step, ...more]: Steps, change: (value: Json) => Json | undefined): Json {
  const child = step === undefined ? undefined : childOf(value, step);
  if (child === undefined || step === undefined) return value;
  const next = more.length === 0 ? change(child) : changed(child, more, change);
  if (Array.isArray(value)) return value.map((item: Json, index) => (index === step ? (next ?? item) : item));
  const others = Object.entries(value as object).filter(([name]) => name !== step || next !== undefined);
  return Object.fromEntries(others.map(([name, item]) => [name, name === step ? next : item]));
}

function childOf(value: Json, step: number | string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<number | string, Json>>)[step];
}
