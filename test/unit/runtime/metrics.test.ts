import { describe, expect, it } from '@jest/globals';
import { Metrics } from '../../../src/runtime/metrics.ts';
import { sample } from '../../support/running.ts';

const labels = { name: 'installation', controller: 'installation' };

describe('the metrics', () => {
  it('have the names that dashboards of controller-runtime and client-go ask for, beside those of an operator', async () => {
    const text = await new Metrics().render();
    const all = [...text.matchAll(/^# TYPE (\S+) \S+$/gm)].map(([, name = '']) => name);
    const names = all.filter((name) => !/^(tigera_)?operator_/.test(name));
    expect(names.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'controller_runtime_active_workers',
      'controller_runtime_max_concurrent_reconciles',
      'controller_runtime_reconcile_errors_total',
      'controller_runtime_reconcile_panics_total',
      'controller_runtime_reconcile_time_seconds',
      'controller_runtime_reconcile_total',
      'leader_election_master_status',
      'rest_client_request_duration_seconds',
      'rest_client_requests_total',
      'workqueue_adds_total',
      'workqueue_depth',
      'workqueue_longest_running_processor_seconds',
      'workqueue_queue_duration_seconds',
      'workqueue_retries_total',
      'workqueue_unfinished_work_seconds',
      'workqueue_work_duration_seconds',
    ]);
  });

  it('of two processes in one are apart', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.leader.set({ name: 'lock' }, 1);
    expect(await sample(other, 'leader_election_master_status', { name: 'lock' })).toBe(0);
  });
});

describe('the observer of a queue', () => {
  it('feeds the metrics of its controller', async () => {
    const metrics = new Metrics();
    const observer = metrics.queueObserver('installation');
    observer.depth(3);
    observer.added();
    observer.added();
    observer.retried();
    expect(await sample(metrics, 'workqueue_depth', labels)).toBe(3);
    expect(await sample(metrics, 'workqueue_adds_total', labels)).toBe(2);
    expect(await sample(metrics, 'workqueue_retries_total', labels)).toBe(1);
  });

  it('sorts times into buckets from 10 ns to 1000 s', async () => {
    const metrics = new Metrics();
    const observer = metrics.queueObserver('installation');
    observer.waited(0.5);
    observer.worked(2);
    const text = await metrics.render();
    expect(text).toMatch(/workqueue_queue_duration_seconds_bucket\{le="0.1",.*\} 0\n/);
    expect(text).toMatch(/workqueue_queue_duration_seconds_bucket\{le="1",.*\} 1\n/);
    expect(text).toMatch(/workqueue_work_duration_seconds_sum\{.*\} 2\n/);
    expect(text.match(/workqueue_work_duration_seconds_bucket/g)).toHaveLength(13);
  });
});

describe('work in progress', () => {
  it('is summed up, and its longest named, when somebody asks', async () => {
    const metrics = new Metrics();
    let running = [2, 5];
    metrics.watchUnfinishedWork('installation', () => running);
    await metrics.render();
    expect(await sample(metrics, 'workqueue_unfinished_work_seconds', labels)).toBe(7);
    expect(await sample(metrics, 'workqueue_longest_running_processor_seconds', labels)).toBe(5);
    running = [];
    await metrics.render();
    expect(await sample(metrics, 'workqueue_longest_running_processor_seconds', labels)).toBe(0);
  });
});
