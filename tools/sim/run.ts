import type { KubeObject } from '../../src/k8s/object.ts';
import type { Fired } from '../faults/fault-plan.ts';
import type { Rule } from '../faults/rules.ts';
import type { History } from '../observer/history.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SimWorld } from './world.ts';

export interface RunOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly rules?: readonly Rule[];
  /** Only so many faults happen, the first ones. */
  readonly faultLimit?: number;
}

/** A run that has ended. */
export interface Run {
  readonly history: History;
  /** All objects at the end. */
  readonly objects: readonly KubeObject[];
  /** The faults that happened. */
  readonly fired: readonly Fired[];
  /** Why the story could not be told to its end. */
  readonly failure?: Error;
  /** Virtual milliseconds. */
  readonly lasted: number;
}

/** Tells a scenario once: equal options give equal runs. */
export async function run({ scenario, seed, rules = [], faultLimit }: RunOptions): Promise<Run> {
  const limit = faultLimit === undefined ? {} : { faultLimit };
  const world = new SimWorld({ seed, nodes: scenario.nodes, rules, ...limit, ...scenario.cluster?.() });
  const failure = await outcomeOf(() => scenario.story(world));
  world.freeze();
  const { history, faults, scheduler } = world;
  const ended = { history, objects: world.objects(), fired: faults.fired, lasted: scheduler.now };
  return failure === undefined ? ended : { ...ended, failure };
}

async function outcomeOf(story: () => Promise<void>): Promise<Error | undefined> {
  try {
    await story();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
