import { describe, expect, it } from '@jest/globals';
import { inProjectCalico } from '../../../src/crds/calico/calico-kind.ts';
import type { ResourceDefinition } from '../../../src/crds/definition.ts';
import * as kinds from '../../../src/crds/kinds.ts';
import { CALICO_KINDS, OPERATOR_RESOURCES } from '../../../src/crds/resources.ts';
import { apiVersionOf, type ResourceType } from '../../../src/k8s/object.ts';
import { settingsKinds } from '../../../src/crds/settings-kinds.ts';

const definitions = [...OPERATOR_RESOURCES, ...CALICO_KINDS.map(inProjectCalico)];
const types = Object.values(kinds);

const asServed = ({ group, version, kind, plural, scope }: ResourceDefinition) => ({
  group,
  version,
  kind,
  plural,
  namespaced: scope === 'Namespaced',
});

describe('kinds', () => {
  it.each(types.filter(({ group }) => group !== 'crd.projectcalico.org'))(
    '$plural.$group is as its CRD says',
    (type) => {
      expect(definitions.map(asServed)).toContainEqual(type);
    },
  );

  it('name every kind of the operator', () => {
    const named = types.filter(({ group }) => group === 'operator.tigera.io').map(({ kind }) => kind);
    expect(named.sort()).toEqual(OPERATOR_RESOURCES.map(({ kind }) => kind).sort());
  });
});

describe('settingsKinds', () => {
  it.each(['projectcalico.org/v3', 'crd.projectcalico.org/v1'] as const)('keeps all settings in %s', (group) => {
    const types: Readonly<Record<string, ResourceType>> = { ...settingsKinds(group) };
    const apiVersions = new Set(Object.values(types).map(apiVersionOf));
    expect([...apiVersions]).toEqual([group]);
  });
});
