/**
 * `npm run sim -- --scenario NAME [--seed N] [--rules FILE] [--all] [--trace] [--times N]`: tells what happens in one simulated run,
 * and whether it ends as it should. `--list` names the scenarios.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeRule } from '../faults/describe-rule.ts';
import { parseRules } from '../faults/rules.ts';
import { judge } from './judge.ts';
import { run, type Run, type RunOptions } from './run.ts';
import { allScenarios, scenarioNamed } from './scenarios/index.ts';
import { smallestFailingPrefix } from './shrink.ts';
import { tell } from './story.ts';
import { expectationOf } from './sweeps/expectations.ts';
import { traceHash } from './trace.ts';

const usage = `npm run sim -- --scenario NAME [options]

  --scenario NAME   what is to happen; --list names them all
  --seed N          decides all chance; equal seeds give equal runs (default 1)
  --rules FILE      faults, as YAML: see docs/reliability.md
  --all             tell every request and every change, not only writes
  --trace           print a hash of all that happened
  --times N         run it so often and print how long a run takes
  --list            name the scenarios
`;

const options = {
  scenario: { type: 'string' },
  seed: { type: 'string', default: '1' },
  rules: { type: 'string' },
  all: { type: 'boolean', default: false },
  trace: { type: 'boolean', default: false },
  times: { type: 'string' },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help || (!values.list && values.scenario === undefined)) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  if (values.list) {
    for (const { name, says } of allScenarios) console.log(`${name.padEnd(12)} ${says}`);
    return 0;
  }
  return values.times === undefined ? replay(readOptions(values), values) : time(readOptions(values), values.times);
}

/** The first runs load code and make keys; they are left out. */
const warmUp = 5;

async function time(given: RunOptions, times: string): Promise<number> {
  const durations: number[] = [];
  for (let index = 0; index < Number(times) + warmUp; index++) {
    const startedAt = performance.now();
    await run({ ...given, seed: given.seed + index });
    if (index >= warmUp) durations.push(performance.now() - startedAt);
  }
  const sorted = durations.toSorted((a, b) => a - b);
  const [median = NaN, longest = NaN] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  console.log(
    `${given.scenario.name}: median ${median.toFixed(0)} ms, longest ${longest.toFixed(0)} ms of ${times} runs`,
  );
  return 0;
}

function readOptions(values: { scenario?: string; seed: string; rules?: string }): RunOptions {
  const seed = Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error(`--seed: ${values.seed} is not a whole number`);
  const rules = values.rules === undefined ? [] : parseRules(readFileSync(values.rules, 'utf8'));
  return { scenario: scenarioNamed(values.scenario ?? ''), seed, rules };
}

async function replay(given: RunOptions, { all, trace }: { all: boolean; trace: boolean }): Promise<number> {
  for (const rule of given.rules ?? []) console.log(`fault: ${describeRule(rule)}`);
  const golden = await run({ ...given, rules: [] });
  const told = await run(given);
  for (const line of tell(told.history, { detail: all ? 'all' : 'writes' })) console.log(line);
  if (trace) console.log(`trace ${traceHash(told.history)}`);
  const expectation = expectationOf(given.scenario);
  const problems = judge(told, golden, expectation);
  if (problems.length === 0) {
    console.log(`\n${given.scenario.name}: ends as it should, after ${seconds(told)} and ${told.fired.length} faults`);
    return 0;
  }
  console.log(`\n${given.scenario.name}: FAILS\n${problems.map((problem) => `  ✗ ${problem}`).join('\n')}`);
  await tellSmallest(given, told, golden);
  return 1;
}

async function tellSmallest(given: RunOptions, told: Run, golden: Run): Promise<void> {
  const expectation = expectationOf(given.scenario);
  const fails = (shorter: Run): Promise<boolean> => Promise.resolve(judge(shorter, golden, expectation).length > 0);
  const { faults, run: shorter } = await smallestFailingPrefix(given, told, { run, fails });
  console.log(`\nThe first ${faults} of its ${told.fired.length} faults are enough:`);
  for (const { rule, target, action } of shorter.fired) {
    const { resource, name = '' } = target;
    console.log(`  rule ${rule}: ${action.kind} for ${target.verb} ${resource.plural} ${name} of ${target.process}`);
  }
}

function seconds({ lasted }: Run): string {
  return `${(lasted / 1000).toFixed(1)} virtual seconds`;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`sim: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);
