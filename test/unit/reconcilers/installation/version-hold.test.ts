import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { KubeObject } from '../../../../src/k8s/object.ts';
import {
  compareVersions,
  versionHold,
  type VersionFacts,
} from '../../../../src/reconcilers/installation/version-hold.ts';

const node: KubeObject = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'calico-node' } };
const windows: KubeObject = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'calico-node-windows' } };
const typha: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'calico-typha' } };
const other: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'calico-kube-controllers' } };

type Facts = Omit<VersionFacts, 'node' | 'typha'> & { readonly first: boolean };

const progress = (isDone: boolean) => () => ({ isDone, left: '2 of 3 to go' });

/** Names of what is held back; `first` says whether what goes first has rolled. */
function held({ first, ...facts }: Facts): string[] {
  const hold = versionHold({ ...facts, node: progress(first), typha: progress(first) });
  return [node, windows, typha, other]
    .filter((object) => hold(object) !== undefined)
    .map(({ metadata }) => metadata.name);
}

describe('versionHold', () => {
  it.each<[string, Facts, string[]]>([
    ['a fresh installation', { running: undefined, typhaExists: true, first: false }, []],
    ['the same version', { running: 'v3.32.1', typhaExists: true, first: false }, []],
    ['an upgrade', { running: 'v3.31.0', typhaExists: true, first: false }, ['calico-typha']],
    ['an upgrade after its nodes', { running: 'v3.31.0', typhaExists: true, first: true }, []],
    ['an upgrade without a Typha', { running: 'v3.31.0', typhaExists: false, first: false }, []],
    ['a downgrade', { running: 'v3.33.0', typhaExists: true, first: false }, ['calico-node', 'calico-node-windows']],
    ['a downgrade after its Typhas', { running: 'v3.33.0', typhaExists: true, first: true }, []],
    ['a version that cannot be read', { running: 'master', typhaExists: true, first: false }, ['calico-typha']],
  ])('in %s', (_, facts, expected) => {
    expect(held(facts)).toEqual(expected);
  });

  it('says what it waits for', () => {
    const facts = { typhaExists: true, node: progress(false), typha: progress(false) };
    const [up, down] = ['v3.31.0', 'v3.33.0'].map((running) => versionHold({ ...facts, running }));
    expect(up?.(typha)).toBe('it moves from v3.31.0 to v3.32.1 once every calico-node pod has: 2 of 3 to go');
    expect(down?.(node)).toBe('it moves from v3.33.0 to v3.32.1 once every Typha pod has: 2 of 3 to go');
  });
});

const text = (numbers: readonly number[]): string => `v${numbers.join('.')}`;

describe('compareVersions', () => {
  const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99));

  it.each([
    ['v3.9.0', 'v3.10.0', -1],
    ['v3.32.1', 'v3.32.1', 0],
    ['v4.0.0', 'v3.99.99', 1],
    ['v3.32.1-1.g1234', '3.32.1', 0],
    ['master', 'v0.0.0', -1],
  ])('compares %s with %s', (left, right, sign) => {
    expect(Math.sign(compareVersions(left, right))).toBe(sign);
  });

  it('orders all versions', () => {
    fc.assert(
      fc.property(version, version, (left, right) => {
        const difference = left.map((part, index) => part - (right[index] ?? 0)).find((part) => part !== 0) ?? 0;
        expect(Math.sign(compareVersions(text(left), text(right)))).toBe(Math.sign(difference));
      }),
    );
  });
});
