import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Modules that the operator loads from here when it runs. */
const atRunTime = [
  'kinds.ts',
  'settings-kinds.ts',
  'cidr.ts',
  'quantity.ts',
  'problem.ts',
  'status/conditions.ts',
  'status/degraded.ts',
  'installation/defaults.ts',
  'installation/ip-pools.ts',
  'installation/merge-overlay.ts',
  'installation/validate.ts',
  'workload-rules/validate-workload.ts',
];

const runtimeImport = /^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm;

/** Everything that a module loads, itself included; packages by their name. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(runtimeImport)) {
    if (target.startsWith('.')) loadedBy(path.join(path.dirname(file), target), seen);
    else seen.add(target);
  }
  return seen;
}

describe('modules that the operator loads', () => {
  it.each(atRunTime)('%s does without zod', (file) => {
    expect([...loadedBy(path.join('src/crds', file))]).not.toContain('zod');
  });

  it('would be found out if they did not', () => {
    expect([...loadedBy('src/crds/resources.ts')]).toContain('zod');
  });
});
