import { describe, expect, it } from '@jest/globals';
import type { DaemonSet } from '../../../../src/crds/generated/core.gen.ts';
import { isSwitchedOff, lacksToServe } from '../../../../src/reconcilers/kube-proxy/proxy-state.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

const linux = { os: 'linux', ready: true };
const dead = { os: 'linux', ready: false };
const deadWindows = { os: 'windows', ready: false };

function selecting(nodeSelector: Record<string, string>): DaemonSet {
  const proxy = aDaemonSet('kube-proxy');
  return { ...proxy, spec: { selector: {}, template: { spec: { containers: [], nodeSelector } } } };
}

describe('isSwitchedOff', () => {
  it.each([
    [undefined, false],
    [selecting({ 'kubernetes.io/os': 'linux' }), false],
    [selecting({ 'non-calico': 'true' }), false],
    [selecting({ 'operator.tigera.io/disable-kube-proxy': 'true' }), true],
  ])('%#: %s', (proxy, expected) => {
    expect(isSwitchedOff(proxy)).toBe(expected);
  });
});

describe('lacksToServe', () => {
  it.each([
    ['there is none', undefined, [linux], ''],
    ['it serves', aDaemonSet('kube-proxy'), [linux], ''],
    ['it is switched off', selecting({ 'operator.tigera.io/disable-kube-proxy': 'true' }), [], 'it is switched off'],
    ['a pod is missing', aDaemonSet('kube-proxy', { numberAvailable: 2 }), [linux], '2 of 3 nodes available'],
    ['a node is dead', aDaemonSet('kube-proxy', { numberAvailable: 2 }), [linux, dead], ''],
    [
      'an old pod is stuck on a dead node',
      aDaemonSet('kube-proxy', { updatedNumberScheduled: 2, numberAvailable: 2 }),
      [linux, dead],
      '',
    ],
    [
      'two pods are missing on one dead node',
      aDaemonSet('kube-proxy', { numberAvailable: 1 }),
      [dead],
      '2 of 3 nodes available',
    ],
    [
      'a Windows node is dead',
      aDaemonSet('kube-proxy', { numberAvailable: 2 }),
      [deadWindows],
      '2 of 3 nodes available',
    ],
    [
      'a change was not seen yet',
      aDaemonSet('kube-proxy', { observedGeneration: 1 }),
      [],
      'is about to roll out a change',
    ],
  ])('when %s', (_, proxy, nodes, expected) => {
    expect(lacksToServe(proxy, nodes)).toBe(expected);
  });
});
