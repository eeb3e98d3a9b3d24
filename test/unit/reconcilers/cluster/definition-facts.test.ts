import { describe, expect, it } from '@jest/globals';
import { ourDefinitions } from '../../../../src/reconcilers/cluster/definition-facts.ts';
import { crdNames } from '../../../../tools/crds.ts';

const definition = (name: string) => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'X', metadata: { name } });

describe('what is kept of definitions', () => {
  it('is the metadata of each that we bring', () => {
    const lost = crdNames().filter((name) => ourDefinitions(definition(name))?.metadata.name !== name);
    expect(lost).toEqual([]);
  });

  it.each(['toys.example.com', 'certificates.cert-manager.io', 'x.notprojectcalico.org'])(
    'is nothing of those of others: %s',
    (name) => {
      expect(ourDefinitions(definition(name))).toBeUndefined();
    },
  );
});
