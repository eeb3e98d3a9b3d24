import { isRecord, type JsonRecord } from '../values.ts';

/** A default of one field. Paths are field names with dots; `[]` after a name stands for each item of that list. */
export interface DefaultRule {
  readonly path: string;
  /** The value, or how it follows from the object that holds the field; undefined for none. */
  readonly value: unknown;
}

export type ValueOf = (holder: JsonRecord) => unknown;

interface Step {
  readonly field: string;
  readonly each: boolean;
}

export interface CompiledRule {
  readonly steps: readonly Step[];
  readonly value: unknown;
}

export function compileRule({ path, value }: DefaultRule): CompiledRule {
  const steps = path.split('.').map((part) => ({ field: part.replace('[]', ''), each: part.endsWith('[]') }));
  return { steps, value };
}

/** The node with the default in place, where its holder exists and lacks it; the same node where nothing is to be set. */
export function withDefault(node: unknown, { steps, value }: CompiledRule, at = 0): unknown {
  const step = steps[at];
  if (step === undefined || !isRecord(node)) return node;
  const child = node[step.field];
  if (at === steps.length - 1) return child === undefined ? withValue(node, step.field, value) : node;
  const changed = step.each
    ? eachWithDefault(child, { steps, value }, at + 1)
    : withDefault(child, { steps, value }, at + 1);
  return changed === child ? node : { ...node, [step.field]: changed };
}

function eachWithDefault(list: unknown, rule: CompiledRule, at: number): unknown {
  if (!Array.isArray(list)) return list;
  const items = list as readonly unknown[];
  const changed = items.map((item) => withDefault(item, rule, at));
  return changed.every((item, index) => item === items[index]) ? list : changed;
}

function withValue(node: JsonRecord, field: string, value: unknown): JsonRecord {
  const given = typeof value === 'function' ? (value as ValueOf)(node) : value;
  return given === undefined ? node : { ...node, [field]: given };
}
