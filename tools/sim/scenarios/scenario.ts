import type { SimOptions, SimWorld } from '../world.ts';

/** A story that ends, and in what: the same for every seed and whatever disturbs it on the way. */
export interface Scenario {
  readonly name: string;
  /** One sentence for people. */
  readonly says: string;
  readonly nodes: number;
  /** Which CRDs there are, and whether the operator brings them; default: ours are there. */
  readonly cluster?: () => Pick<SimOptions, 'crds' | 'managesCrds' | 'aggregated'>;
  /** What people do, and what they wait for. */
  readonly story: (world: SimWorld) => Promise<void>;
}
