import { describe, expect, it } from '@jest/globals';
import type { Container } from '../../../../src/crds/generated/core.gen.ts';
import { ownedEnv } from '../../../../src/crds/installation/owned-names.ts';
import { renderedPods } from '../../../support/rendered-pods.ts';

/** Values by container, over all situations that have a golden case. */
function rendered(valuesOf: (container: Container) => readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const container of renderedPods().flatMap(({ containers }) => containers)) {
    const values = found.get(container.name) ?? new Set();
    for (const value of valuesOf(container)) values.add(value);
    found.set(container.name, values);
  }
  return found;
}

const renderedEnv = rendered(({ env = [] }) => env.map(({ name }) => name));

describe('ownedEnv', () => {
  it.each([...renderedEnv])('holds all that is rendered in container %s', (container, names) => {
    const owned = ownedEnv(container);
    expect([...names].filter((name) => !owned.has(name))).toEqual([]);
  });

  it.each(['GOMEMLIMIT', 'GOGC', 'GODEBUG', 'FELIX_LOGSEVERITYSCREEN'])('leaves %s to the user everywhere', (name) => {
    expect([...renderedEnv.keys()].filter((container) => ownedEnv(container).has(name))).toEqual([]);
  });
});
