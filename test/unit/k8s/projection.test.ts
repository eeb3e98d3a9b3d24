import { describe, expect, it } from '@jest/globals';
import { intern, projector } from '../../../src/k8s/projection.ts';
import { aConfigMap } from '../../support/kube-objects.ts';

const managedFields = [{ manager: 'kubectl' }];

describe('projector', () => {
  it('keeps nothing outside metadata when asked for metadata', () => {
    const object = aConfigMap('a', '1');
    expect(projector('metadata', 'keep')(object)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: object.metadata,
    });
  });

  it('keeps the whole object only when asked for by name', () => {
    expect(projector('whole', 'keep')(aConfigMap('a', '1'))).toEqual(aConfigMap('a', '1'));
  });

  it('drops managedFields from every form', () => {
    const object = aConfigMap('a', '1', { managedFields });
    expect(projector('whole', 'drop')(object)).toEqual(aConfigMap('a', '1'));
    expect(projector('metadata', 'drop')(object)).toMatchObject({ metadata: { name: 'a' } });
    expect(projector('metadata', 'drop')(object)).not.toHaveProperty('metadata.managedFields');
  });

  it('keeps managedFields for those who own fields', () => {
    const object = aConfigMap('a', '1', { managedFields });
    expect(projector('whole', 'keep')(object)).toEqual(object);
  });

  it('keeps what a function makes of the object', () => {
    expect(projector(({ metadata }) => metadata.name, 'drop')(aConfigMap('a', '1'))).toBe('a');
  });
});

describe('intern', () => {
  it('returns equal text, also beyond what it remembers', () => {
    for (let count = 0; count < 10_005; count++) expect(intern(`value-${count}`)).toBe(`value-${count}`);
  });
});
