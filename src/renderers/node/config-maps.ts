import type { ConfigMap } from '../../crds/generated/core.gen.ts';
import { BGP_LAYOUT, BIRD_TEMPLATES, CALICO_SYSTEM } from '../shared/names.ts';
import type { NodeInput } from './index.ts';

/** Templates for BIRD's configuration that the user wrote; a ConfigMap without any counts as none. */
export function birdTemplateNames({ birdTemplates = {} }: Pick<NodeInput, 'birdTemplates'>): string[] {
  return Object.keys(birdTemplates).toSorted();
}

/** The templates where calico-node can mount them. */
export function birdTemplatesCopy(input: Pick<NodeInput, 'birdTemplates'>): ConfigMap[] {
  return birdTemplateNames(input).length === 0 ? [] : [copied(BIRD_TEMPLATES, input.birdTemplates)];
}

/** The layout of BGP on the hosts' own networks, where calico-node can mount it. */
export function bgpLayoutCopy({ bgpLayout }: Pick<NodeInput, 'bgpLayout'>): ConfigMap[] {
  return bgpLayout === undefined ? [] : [copied(BGP_LAYOUT, bgpLayout)];
}

function copied(name: string, data: Readonly<Record<string, string>> = {}): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: CALICO_SYSTEM }, data: { ...data } };
}
