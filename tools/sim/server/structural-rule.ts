import type { KubeObject } from '../../../src/k8s/object.ts';
import type { StructuralSchema } from './schema/structural-schema.ts';
import type { Cause } from './status-answer.ts';
import { listAt, valueAt } from './values.ts';

/**
 * A definition needs a schema for each version, and each part of it a type
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema).
 */
export function structural(definition: KubeObject): Cause[] {
  const versions = listAt(definition, ['spec', 'versions']);
  return versions.flatMap((version, index) => {
    const schema = valueAt(version, ['schema', 'openAPIV3Schema']) as StructuralSchema | undefined;
    if (schema === undefined) return [required(`spec.versions[${index}].schema.openAPIV3Schema`)];
    // One schema for all versions counts as the schema of the definition.
    const at = versions.length === 1 ? 'spec.validation' : `spec.versions[${index}].schema`;
    return untyped(schema, `${at}.openAPIV3Schema`);
  });
}

function untyped(schema: StructuralSchema, path: string): Cause[] {
  const { properties = {}, additionalProperties, items } = schema;
  const isOpen =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const others =
    typeof additionalProperties === 'object' ? untyped(additionalProperties, `${path}.additionalProperties`) : [];
  return [
    ...(schema.type !== undefined || isOpen ? [] : [required(`${path}.type`)]),
    ...Object.entries(properties).flatMap(([name, property]) => untyped(property, `${path}.properties[${name}]`)),
    ...others,
    ...(items === undefined ? [] : untyped(items, `${path}.items`)),
  ];
}

function required(field: string): Cause {
  return { reason: 'FieldValueRequired', message: 'Required value', field };
}
