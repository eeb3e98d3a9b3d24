import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A line for each file below a folder, sorted: its digest, whether it can be run, its path. */
export function digestOfTree(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return paths.flatMap((path) => {
    const file = join(folder, path);
    const { mode, isFile } = describe(file);
    if (!isFile) return [];
    const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
    return [`${digest} ${(mode & 0o111) === 0 ? '-' : 'x'} ${path}`];
  });
}

function describe(file: string): { mode: number; isFile: boolean } {
  const stat = statSync(file);
  return { mode: stat.mode, isFile: stat.isFile() };
}
