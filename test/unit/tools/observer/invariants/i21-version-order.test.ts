import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { versionOrder } from '../../../../../tools/observer/invariants/i21-version-order.ts';
import { HistoryBuilder, type Thing } from '../../../../support/histories.ts';

const namespace = 'calico-system';
const containers = (name: string, release: string) => [{ name, image: `quay.io/calico/node:${release}` }];
const template = (name: string, release: string) => ({ template: { spec: { containers: containers(name, release) } } });
const typha = (release: string): Thing => ({
  kind: 'Deployment',
  name: 'calico-typha',
  namespace,
  spec: template('calico-typha', release),
});
const node = (release: string): Thing => ({
  kind: 'DaemonSet',
  name: 'calico-node',
  namespace,
  spec: template('calico-node', release),
});
const pod = (component: string, release: string): Thing => ({
  kind: 'Pod',
  name: component,
  namespace,
  labels: { 'k8s-app': component },
  spec: { nodeName: 'n', containers: containers(component, release) },
});
const theNode = (status = 'True'): Thing => ({
  kind: 'Node',
  name: 'n',
  status: { conditions: [{ type: 'Ready', status }] },
});
const says = (calicoVersion: string): Thing => ({ kind: 'Installation', status: { calicoVersion } });

const found = ({ history }: HistoryBuilder): string[] =>
  versionOrder.check(history, usualFacts).map(({ what }) => what);
const on = (machine: Thing, ...things: readonly Thing[]): HistoryBuilder =>
  new HistoryBuilder().others(machine, ...things).at(10_000);

describe('I21', () => {
  it('finds a Typha that is newer than a calico-node', () => {
    const early = on(theNode(), pod('calico-node', 'v3.31.0')).operator(typha('v3.31.0'), typha('v3.32.1'));
    expect(found(early)).toEqual(['Typha moved to v3.32.1 while calico-node on n was v3.31.0']);
    expect(found(on(theNode(), pod('calico-node', 'v3.32.1')).operator(typha('v3.31.0'), typha('v3.32.1')))).toEqual(
      [],
    );
  });

  it('waits for no node that is not heard', () => {
    const lost = on(theNode('Unknown'), pod('calico-node', 'v3.31.0'));
    expect(found(lost.operator(typha('v3.31.0'), typha('v3.32.1')))).toEqual([]);
  });

  it('finds a calico-node that goes back before Typha', () => {
    const early = on(theNode(), pod('calico-typha', 'v3.33.0')).operator(node('v3.33.0'), node('v3.32.1'));
    expect(found(early)).toEqual(['calico-node went back to v3.32.1 while Typha on n was v3.33.0']);
    expect(found(on(theNode(), pod('calico-typha', 'v3.32.1')).operator(node('v3.33.0'), node('v3.32.1')))).toEqual([]);
  });

  it('finds a version in the status that a node does not run', () => {
    const early = on(theNode(), pod('calico-node', 'v3.31.0')).operator(says('v3.31.0'), says('v3.32.1'));
    expect(found(early)).toEqual(['the status said v3.32.1 while calico-node on n was v3.31.0']);
  });

  it('lets others do what they like', () => {
    expect(found(on(theNode(), pod('calico-node', 'v3.31.0')).others(typha('v3.31.0'), typha('v3.32.1')))).toEqual([]);
  });
});
