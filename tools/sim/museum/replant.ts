import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exhibit } from './exhibits.ts';

/** Whether a sweep notices that a bug is back, and for the right reason. */
export interface Detection {
  readonly found: boolean;
  /** First lines of what the sweep says. */
  readonly words: string;
}

/** What a simulation needs of a checkout. */
const parts = ['src', 'tools', 'config', 'package.json', 'tsconfig.json'];
const wordsShown = 400;

/**
 * Puts the bug into a copy of the code and runs the sweep that should find it, every n-th case. Throws where the code
 * that the bug changes is no longer as the exhibit knows it.
 */
export function replant(exhibit: Exhibit, every: number): Detection {
  const copy = mkdtempSync(join(tmpdir(), `museum-${exhibit.id}-`));
  try {
    for (const part of parts) cpSync(part, join(copy, part), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
    plant(exhibit, join(copy, exhibit.file));
    return sweepIn(copy, exhibit, every);
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

function sweepIn(copy: string, exhibit: Exhibit, every: number): Detection {
  const { sweep, scenario } = exhibit.foundBy;
  const args = ['--sweep', sweep, '--scenario', scenario, '--every', String(every)];
  const result = spawnSync(process.execPath, ['tools/sim/sweeps/main.ts', ...args], { cwd: copy, encoding: 'utf8' });
  const words = result.stdout + result.stderr;
  return { found: result.status !== 0 && exhibit.tells.test(words), words: words.slice(0, wordsShown) };
}
