import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where programs built from the Go module in `folder` are kept: outside the checkout, by the content of its pins, so that
 * another version gets another folder and a fresh clone finds this one.
 */
export function pinnedCache(name: string, folder: string): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const pins = createHash('sha256')
    .update(readFileSync(join(folder, 'go.mod')))
    .digest('hex');
  return join(base, 'calico-operator', name, pins.slice(0, 12));
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether there is a Go to build with. */
export async function hasGo(): Promise<boolean> {
  try {
    await go('.', ['version']);
    return true;
  } catch {
    return false;
  }
}

/** Runs `go` in a folder and resolves with what it printed; rejects with the end of what it complained about. */
export function go(folder: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod' };
    const child = spawn('go', args, { cwd: folder, env });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output.stdout);
      else reject(new Error(`go ${args[0] ?? ''} failed:\n${output.stderr.slice(-2000)}`));
    });
  });
}

/** A program to build from a Go module of ours. */
export interface PinnedProgram {
  readonly name: string;
  /** Folder of the module that pins its version. */
  readonly folder: string;
  /** Import path of its main package. */
  readonly source: string;
  /** Build tags. */
  readonly tags?: string;
}

/** Path of a program; built when it is not in the cache. Rejects where Go is missing, or fails. */
export async function ensurePinned(program: PinnedProgram, report: (line: string) => void): Promise<string> {
  const { name, folder, source, tags = '' } = program;
  const cache = pinnedCache(name, folder);
  const target = join(cache, name);
  if (isExecutable(target)) return target;
  if (!(await hasGo())) throw new Error(`${name} is needed and Go is not on the PATH: install Go 1.26 or newer`);
  report(`Building ${name} into ${cache}, once`);
  mkdirSync(cache, { recursive: true });
  const partial = `${target}.${process.pid}.partial`;
  await go(folder, ['build', '-trimpath', '-tags', tags, '-ldflags', '-s -w', '-o', partial, source]);
  renameSync(partial, target);
  return target;
}
