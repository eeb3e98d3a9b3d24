import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ensurePromtool, promtool } from '../../tools/prometheus/promtool.ts';
import { alertsFile, alertQueries } from '../support/monitoring.ts';

const cases = 'test/charts/alerts/alerts.test.yaml';

let program: string;

beforeAll(async () => {
  program = await ensurePromtool('.', console.log);
});

describe('the alerts of the chart', () => {
  it('are rules that Prometheus takes', async () => {
    expect(await promtool(program, ['check', 'rules', '--lint=all', '--lint-fatal', alertsFile])).toContain('SUCCESS');
  });

  it('fire when they should, and not before', async () => {
    expect(await promtool(program, ['test', 'rules', cases])).toContain('SUCCESS');
  });

  it('are each seen to fire', () => {
    const { tests } = parse(readFileSync(cases, 'utf8')) as { tests: readonly object[] };
    const expected = JSON.stringify(tests);
    const unseen = alertQueries().filter(({ title }) => !new RegExp(`\\b${title}\\b`).test(expected));
    expect(unseen).toEqual([]);
  });
});
