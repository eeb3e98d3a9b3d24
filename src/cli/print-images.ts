import { releaseImages } from '../renderers/shared/images.ts';
import { OPERATOR_VERSION } from '../version.ts';

/**
 * What a mirror needs, a line each: every image of this Calico release as it is called without an ImageSet or a registry
 * of your own, and the operator's own image last.
 */
export function imageList(): string {
  return [...releaseImages(), `quay.io/calico-operator/operator:${OPERATOR_VERSION}`]
    .map((image) => `${image}\n`)
    .join('');
}
