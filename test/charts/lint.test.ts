import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ensureHelm } from '../../tools/helm/build.ts';

const golden = 'test/charts/tigera-operator';
const charts = readdirSync('charts').map((chart) => join('charts', chart));
const values = readdirSync(golden).filter((file) => file.endsWith('.in.yaml'));

let helm: string;

beforeAll(async () => {
  helm = await ensureHelm('.', console.log);
});

/** What Helm holds against a chart; warnings count. */
function findings(chart: string, more: readonly string[] = []): string[] {
  const { status, stdout } = spawnSync(helm, ['lint', '--strict', chart, ...more], { encoding: 'utf8' });
  const said = stdout.split('\n').filter((line) => /^\[(WARNING|ERROR)\]/.test(line));
  return status === 0 ? said : [...said, `helm lint ended with ${status}`];
}

describe('helm lint', () => {
  it.each(charts)('has nothing against %s', (chart) => {
    expect(findings(chart)).toEqual([]);
  });

  it.each(values)('has nothing against the chart tigera-operator with %s', (file) => {
    expect(findings('charts/tigera-operator', ['--values', join(golden, file)])).toEqual([]);
  });

  it('would say what is wrong', () => {
    expect(findings('charts/tigera-operator', ['--set', 'replica=2']).join()).toMatch(/'replica' not allowed/);
  });
});
