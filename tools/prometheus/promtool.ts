import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ensurePinned } from '../go.ts';

/**
 * Path of promtool, of the version of Prometheus that the module beside this file pins; built when it is not in the cache
 * (a minute or two, once), without service discovery, which would bring the clients of every cloud. `PROMTOOL` in the
 * environment names another one. Rejects where Go is missing.
 */
export async function ensurePromtool(root: string, report: (line: string) => void): Promise<string> {
  const folder = join(root, 'tools', 'prometheus', 'module');
  const source = 'github.com/prometheus/prometheus/cmd/promtool';
  return process.env['PROMTOOL'] ?? ensurePinned({ name: 'promtool', folder, source, tags: 'remove_all_sd' }, report);
}

/** Runs promtool and resolves with what it prints; rejects with all that it complains about. */
export function promtool(program: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`promtool ${args.join(' ')}:\n${stdout}${stderr}`, { cause: error }));
    });
    child.stdin?.end(input);
  });
}
