import type { Problem } from '../../problem.ts';
import type { ValidationFacts } from '../facts.ts';
import type { SettledSpec } from '../spec.ts';

/** A check of the settled spec. Returns everything that it objects to. */
export type Rule = (spec: SettledSpec, facts: ValidationFacts) => readonly Problem[];
