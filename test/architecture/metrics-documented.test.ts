import { describe, expect, it } from '@jest/globals';
import { readClusterAtScrape } from '../../src/cluster-metrics.ts';
import { Metrics } from '../../src/runtime/metrics.ts';
import { alertQueries } from '../support/monitoring.ts';
import { aContext } from '../support/reconcile-context.ts';
import { readSource } from './source-files.ts';

describe('docs/metrics.md', () => {
  it('lists every metric with its type', () => {
    const page = readSource('docs/metrics.md').text;
    const listed = [...page.matchAll(/^\| `(\w+)`\s+\| (gauge|counter|histogram)/gm)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    const metrics = new Metrics();
    readClusterAtScrape(metrics, aContext().cluster);
    const there = metrics.registry.getMetricsAsArray().map(({ name, type }) => `${name} ${String(type)}`);
    expect(listed.toSorted()).toEqual(there.toSorted());
  });

  it('lists every alert of the chart', () => {
    const listed = [...readSource('docs/metrics.md').text.matchAll(/^\| `([A-Z]\w+)`/gm)].map(([, name]) => name);
    expect(listed).toEqual(alertQueries().map(({ title }) => title));
  });
});
