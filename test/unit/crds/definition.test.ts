import { describe, expect, it } from '@jest/globals';
import { customResourceDefinition, type ResourceDefinition } from '../../../src/crds/definition.ts';
import { struct } from '../../../src/crds/schema.ts';

const plain: ResourceDefinition = {
  group: 'example.com',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  scope: 'Cluster',
  description: 'A thing.',
  spec: struct('spec', {}),
  statusSubresource: false,
};

describe('customResourceDefinition', () => {
  it('derives the names of the kind', () => {
    const { metadata, spec } = customResourceDefinition(plain, {});
    expect(metadata.name).toBe('things.example.com');
    expect(spec.names).toEqual({ kind: 'Thing', listKind: 'ThingList', plural: 'things', singular: 'thing' });
  });

  it('has one version, served and stored, whose metadata is left to the server', () => {
    const [version, ...others] = customResourceDefinition(plain, {}).spec.versions;
    expect(others).toEqual([]);
    expect(version).toMatchObject({ name: 'v1', served: true, storage: true });
    expect(version?.schema.openAPIV3Schema.properties?.['metadata']).toEqual({ type: 'object' });
  });

  it('adds only what the kind asks for', () => {
    const [version] = customResourceDefinition(plain, {}).spec.versions;
    expect(Object.keys(version ?? {})).toEqual(['name', 'served', 'storage', 'schema']);
  });

  it('adds status, columns, selectable fields, short names and annotations', () => {
    const rich: ResourceDefinition = {
      ...plain,
      status: struct('status', {}),
      statusSubresource: true,
      printerColumns: [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }],
      selectableFields: ['.spec.tier'],
      shortNames: ['th'],
      annotations: { approved: 'yes' },
    };
    const { metadata, spec } = customResourceDefinition(rich, {});
    expect(spec.versions[0]).toMatchObject({
      subresources: { status: {} },
      selectableFields: [{ jsonPath: '.spec.tier' }],
    });
    expect(spec.names).toMatchObject({ shortNames: ['th'] });
    expect(metadata.annotations).toEqual({ approved: 'yes' });
  });
});
