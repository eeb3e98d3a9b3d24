import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exhibit, Finder } from './exhibit.ts';

/** Whether a bug is noticed when it is back, and for the right reason. */
export interface Detection {
  readonly found: boolean;
  /** First lines of what is then said. */
  readonly words: string;
}

/** What simulations and tests need of a checkout. */
const parts = ['src', 'tools', 'test', 'config', 'package.json', 'tsconfig.json', 'jest.config.js'];
const wordsShown = 1_500;

/**
 * Puts the bug into a copy of the code and runs what should find it. Throws where the code that the bug changes is no
 * longer as the exhibit knows it.
 */
export function replant(exhibit: Exhibit): Detection {
  const copy = mkdtempSync(join(tmpdir(), `museum-${exhibit.id}-`));
  try {
    for (const part of parts) cpSync(part, join(copy, part), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
    plant(exhibit, join(copy, exhibit.file));
    return lookFor(exhibit, copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function plant({ id, replace, by }: Exhibit, file: string): void {
  const good = readFileSync(file, 'utf8');
  if (!good.includes(replace)) throw new Error(`${id}: ${file} does not contain ${JSON.stringify(replace)} any more`);
  writeFileSync(
    file,
    good.replace(replace, () => by),
  );
}

function lookFor({ foundBy, tells }: Exhibit, copy: string): Detection {
  const { status, stdout, stderr } = spawnSync(process.execPath, argumentsFor(foundBy), {
    cwd: copy,
    encoding: 'utf8',
  });
  const words = stdout + stderr;
  return { found: status !== 0 && tells.test(words), words: words.slice(0, wordsShown) };
}

function argumentsFor(finder: Finder): string[] {
  if ('test' in finder) {
    const jest = 'node_modules/jest/bin/jest.js';
    return [jest, '--selectProjects', 'unit', '--runInBand', '--watchman=false', '--runTestsByPath', finder.test];
  }
  const { sweep, scenario, every = 1, case: title = '' } = finder;
  const which = ['--sweep', sweep, '--scenario', scenario, '--every', String(every), '--case', title];
  return ['tools/sim/sweeps/main.ts', ...which];
}
