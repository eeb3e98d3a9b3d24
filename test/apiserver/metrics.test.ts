import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OperatorProcess } from '../../tools/cluster/operator-process.ts';
import { ensurePromtool, promtool } from '../../tools/prometheus/promtool.ts';
import { alertQueries, dashboardQueries, metricsIn } from '../support/monitoring.ts';
import { World } from '../support/world.ts';

let world: World;
let operator: OperatorProcess;
let program: string;
/** What a scrape of the running operator answers. */
let scrape: string;

beforeAll(async () => {
  program = await ensurePromtool('.', console.log);
  world = await World.create(3);
  const port = await freePort();
  const env = { METRICS_HOST: '127.0.0.1', METRICS_PORT: String(port) };
  operator = world.cluster.startOperator([], world.cluster.endpoint, env);
  await world.appliesInstallation();
  await world.becomesAvailable();
  scrape = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
});

afterAll(async () => {
  await operator.stop();
  await world.destroy();
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Lines of the scrape that begin so. */
function samples(start: string): string[] {
  return scrape.split('\n').filter((line) => line.startsWith(start));
}

describe('a scrape of the running operator', () => {
  it('is what Prometheus takes', async () => {
    expect(await promtool(program, ['check', 'metrics'], scrape)).toBe('');
  });

  it('tells of components, certificates, watches, writes and the lease', () => {
    expect(samples('tigera_operator_component_status{component="calico",condition="Available"} 1')).toHaveLength(1);
    expect(samples('tigera_operator_tls_certificate_expiry_timestamp_seconds{name="typha-certs"')).toHaveLength(2);
    expect(samples('operator_informer_objects{kind="Node"} 3')).toHaveLength(1);
    expect(samples('operator_apply_total{kind="DaemonSet",result="written"} ')).toHaveLength(1);
    expect(samples('leader_election_master_status{name="operator-lock"} 1')).toHaveLength(1);
  });

  it('has few series beside the histograms', () => {
    const plain = scrape.split('\n').filter((line) => line !== '' && !/^#|_bucket\{/.test(line));
    expect(plain.length).toBeLessThan(600);
  });
});

describe.each([
  ['alerts', alertQueries()],
  ['dashboard', dashboardQueries()],
])('the queries of the %s', (_, queries) => {
  it('name only metrics that there are', () => {
    const there = new Set([...scrape.matchAll(/^(?:# TYPE )?(\w+)/gm)].map(([, name]) => name));
    // Prometheus itself makes this one.
    there.add('up');
    const unknown = queries.flatMap(({ title, query }) =>
      metricsIn(query).flatMap((name) => (there.has(name) ? [] : [`${title}: ${name}`])),
    );
    expect(unknown).toEqual([]);
  });

  it('each name one', () => {
    expect(queries.filter(({ query }) => metricsIn(query).length === 0)).toEqual([]);
  });

  it('are such that Prometheus reads them', async () => {
    const rules = queries.map(({ query }, index) => ({ record: `query:${index}`, expr: query }));
    const file = JSON.stringify({ groups: [{ name: 'queries', rules }] });
    expect(await promtool(program, ['check', 'rules', '--lint=none'], file)).toContain('SUCCESS');
  });
});
