import type { KubeObject, ObjectRef } from '../k8s/object.ts';
import type { ImageName } from './shared/images.ts';

/** What a component wants of the cluster. Order inside a wave has no meaning (docs/architecture.md, "Waves"). */
export interface Rendered {
  /** Objects to have, applied in waves. */
  readonly present: readonly KubeObject[];
  /** Objects to lack, deleted after all of `present` is applied. */
  readonly absent: readonly ObjectRef[];
}

/**
 * A named set of objects that belong together. Pure: the same input gives the same bytes. `Input` is a `Pick` of the
 * controller's facts, so the signature documents what the component depends on.
 */
export interface Component<Input> {
  /** Name of its folder, of its golden folder and of the log field. */
  readonly name: string;
  /** Images it needs; resolved before rendering. */
  readonly images: readonly ImageName[];
  render(input: Input): Rendered;
}
