import { describe, expect, it } from '@jest/globals';
import type { Container, DaemonSet, Deployment, PodSpec } from '../../../../src/crds/generated/core.gen.ts';
import { ownedEnv } from '../../../../src/crds/installation/owned-names.ts';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import { goldenCases, renderWithoutOverrides } from '../../../golden/cases.ts';

function podsOf(object: KubeObject): PodSpec[] {
  if (object.kind !== 'DaemonSet' && object.kind !== 'Deployment') return [];
  const pod = (object as DaemonSet | Deployment).spec?.template.spec;
  return pod === undefined ? [] : [pod];
}

const pods = goldenCases()
  .filter(({ component }) => component !== 'tiers')
  .flatMap((golden) => renderWithoutOverrides(golden).present.flatMap(podsOf));

/** Values by container, over all situations that have a golden case. */
function rendered(valuesOf: (container: Container) => readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const container of pods.flatMap(({ containers, initContainers = [] }) => [...containers, ...initContainers])) {
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
