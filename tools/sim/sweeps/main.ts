/**
 * `npm run sweep -- [--sweep ID]... [--scenario NAME]... [--seed N] [--every N] [--case TITLE] [--from ID]`: runs sweeps in simulation, prints their
 * figures, and for each failure how to replay it. `--from` goes on with all sweeps from that one on. Exit code 1 where something failed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { sweeps, sweepWithId } from './index.ts';
import { runSweep, type Failure, type SweepOptions, type SweepResult } from './run-sweep.ts';
import type { Sweep } from './sweep.ts';

const rulesFolder = 'failures';
const problemsShown = 5;

const options = {
  sweep: { type: 'string', multiple: true },
  scenario: { type: 'string', multiple: true },
  seed: { type: 'string', default: '1' },
  every: { type: 'string', default: '1' },
  case: { type: 'string', default: '' },
  from: { type: 'string' },
} as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  const [seed, every] = [Number(values.seed), Number(values.every)];
  const pick = (index: number, title: string): boolean => index % every === 0 && title.includes(values.case);
  const chosen = values.sweep?.map(sweepWithId) ?? from(values.from);
  const results: SweepResult[] = [];
  for (const sweep of chosen) results.push(await runOne(narrowed(sweep, values.scenario), { seed, pick }));
  if (results.length > 1) summarize(results);
  return results.every(({ failures }) => failures.length === 0) ? 0 : 1;
}

/** All sweeps, or those from one on. */
function from(id: string | undefined): readonly Sweep[] {
  return id === undefined ? sweeps : sweeps.slice(sweeps.indexOf(sweepWithId(id)));
}

function summarize(results: readonly SweepResult[]): void {
  console.log('\nsweep         runs  failures');
  for (const { id, cases, failures } of results) {
    console.log(`${id.padEnd(12)} ${String(cases).padStart(5)} ${String(failures.length).padStart(9)}`);
  }
}

function narrowed(sweep: Sweep, scenarios: readonly string[] | undefined): Sweep {
  return scenarios === undefined ? sweep : { ...sweep, scenarios };
}

async function runOne(sweep: Sweep, options: SweepOptions): Promise<SweepResult> {
  const startedAt = performance.now();
  const progress = (done: number, of: number): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${sweep.id} ${done}/${of} `);
  };
  const result = await runSweep(sweep, { ...options, progress });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const { cases, faults, failures } = result;
  console.log(`${sweep.id}  ${sweep.says}: ${cases} runs, ${faults} faults, ${failures.length} failures, ${seconds} s`);
  for (const [index, failure] of failures.entries()) tell(failure, `${rulesFolder}/${sweep.id}-${index + 1}.yaml`);
  return result;
}

function tell(failure: Failure, file: string): void {
  const { scenario, case: each, problems } = failure;
  console.log(`  ✗ ${scenario}: ${each.title}`);
  for (const problem of problems.slice(0, problemsShown)) console.log(`      ${problem}`);
  console.log(`      ${again(failure, file)}`);
}

/** The command that tells it once more. */
function again({ sweep, scenario, seed, case: { title, rules, story } }: Failure, file: string): string {
  if (story !== undefined) return `npm run sweep -- --sweep ${sweep} --seed ${seed} --case '${title}'`;
  mkdirSync(rulesFolder, { recursive: true });
  writeFileSync(file, stringify(rules));
  return `npm run sim -- --scenario '${scenario}' --seed ${seed} --rules ${file}`;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`sweep: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);
