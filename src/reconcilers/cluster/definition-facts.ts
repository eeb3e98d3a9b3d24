import type { KubeObject } from '../../k8s/object.ts';

const groups = /\.(operator\.tigera\.io|(crd\.)?projectcalico\.org|policy\.networking\.k8s\.io)$/;

/**
 * The metadata of a CustomResourceDefinition in one of our groups; undefined for those of others, which are many. They
 * change without a change here, so they wake nobody.
 */
export function ourDefinitions({ apiVersion, kind, metadata }: KubeObject): KubeObject | undefined {
  return groups.test(metadata.name) ? { apiVersion, kind, metadata } : undefined;
}
