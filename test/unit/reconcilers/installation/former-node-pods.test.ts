import { describe, expect, it } from '@jest/globals';
import type { ConfigMap, Container, DaemonSet } from '../../../../src/crds/generated/core.gen.ts';
import { runsFormerPods } from '../../../../src/reconcilers/installation/former-node-pods.ts';
import { renderNormalized, coreContext } from '../../../../src/renderers/catalog.ts';
import { node as component } from '../../../../src/renderers/node/index.ts';
import { aCoreInput } from '../../../support/core-facts.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

const images = { node: 'quay.io/calico/node:v3.32.1' };

function calicoNode(changes: Partial<Container> = {}): DaemonSet {
  const node = aDaemonSet('calico-node');
  const containers = [{ name: 'calico-node', image: images.node, ...changes }];
  return { ...node, spec: { selector: {}, template: { spec: { containers } } } };
}

function cniConfig(config: string): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cni-config' }, data: { config } };
}

describe('runsFormerPods', () => {
  it.each([
    ['nothing runs', undefined, undefined, false],
    ['the Go operator made calico-node', calicoNode(), cniConfig('{"mtu":0}'), true],
    ['it made it beside another CNI plugin', calicoNode(), undefined, true],
    ['another release runs', calicoNode({ image: 'quay.io/calico/node:v3.31.0' }), undefined, false],
    ['ours runs', calicoNode({ startupProbe: {} }), cniConfig('{"require_mtu_file":true}'), false],
    ['somebody took the probe off ours', calicoNode(), cniConfig('{"require_mtu_file":true}'), false],
    ['somebody replaced the configuration of ours', calicoNode({ startupProbe: {} }), cniConfig('{}'), false],
  ])('when %s', (_, node, config, expected) => {
    expect(runsFormerPods({ node, cniConfig: config }, images)).toBe(expected);
  });

  it.each([
    [true, aCoreInput({ formerNodePods: true })],
    [false, aCoreInput()],
  ])('knows what is rendered, with former pods %s', (former, input) => {
    const { present } = renderNormalized(component, input, coreContext(input));
    const node = present.find(({ kind }) => kind === 'DaemonSet') as DaemonSet;
    const config = present.find(({ metadata }) => metadata.name === 'cni-config') as ConfigMap;
    expect(runsFormerPods({ node, cniConfig: config }, input.images)).toBe(former);
  });
});
