import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { filesBelow } from './source-files.ts';

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Record<string, { readonly steps: readonly Step[] }>;
}

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

const files = filesBelow('.github/workflows', '.yaml');
const workflows = files.map(({ path, text }) => ({ path, workflow: parse(text) as Workflow }));
const steps = workflows.flatMap(({ workflow }) => Object.values(workflow.jobs).flatMap((job) => job.steps));

describe('workflows', () => {
  it('give the default token nothing but reading the source', () => {
    expect(workflows.map(({ workflow }) => workflow.permissions)).toEqual(files.map(() => ({ contents: 'read' })));
  });

  it('name every action by its commit, with the release beside it', () => {
    const lines = files.flatMap(({ text }) => text.match(/^.*\buses:.*$/gm) ?? []);
    expect(lines).not.toEqual([]);
    expect(lines.filter((line) => !/uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it('put nothing that others write into a shell', () => {
    expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([]);
  });

  it('build the image for every platform that the docs name', () => {
    const [, named = ''] = /for linux on ([^.]+)\./.exec(readFileSync('docs/image.md', 'utf8')) ?? [];
    const platforms = named.split(/, | and /).map((platform) => `linux/${platform}`);
    expect(platforms).toHaveLength(4);
    expect(steps.map((step) => step.with?.['platforms']).filter(Boolean)).toEqual([platforms.join(',')]);
  });

  it('sign what they publish, and say from what it was built', () => {
    const runs = steps.map(({ run = '' }) => run).join('\n');
    for (const act of ['cosign sign', 'cosign attest --yes --type cyclonedx', 'cosign attest --yes --type spdxjson'])
      expect(runs).toContain(act);
    expect(steps.some(({ uses = '' }) => uses.startsWith('actions/attest-build-provenance@'))).toBe(true);
  });

  it('run only scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = steps.flatMap(({ run = '' }) => [...run.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name));
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
