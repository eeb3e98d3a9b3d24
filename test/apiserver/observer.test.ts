import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../tools/observer/facts.ts';
import type { History } from '../../tools/observer/history.ts';
import { violationsIn } from '../../tools/observer/invariants/index.ts';
import { badLogs } from '../../tools/observer/oracles/o7-logs.ts';
import { overBudget } from '../../tools/observer/oracles/o8-budget.ts';
import { ClusterRecorder } from '../../tools/observer/record-cluster.ts';
import { World } from '../support/world.ts';

describe('an installation, an edit and a removal under observation', () => {
  let world: World;
  let history: History;

  beforeAll(async () => {
    world = await World.create(3);
    const { admin: client, plane, operatorLog } = world.cluster;
    const recorder = await ClusterRecorder.start({ client, auditLog: plane.auditLog, operatorLog });
    world.startsTheOperator();
    await world.appliesInstallation();
    await world.becomesAvailable();
    await world.settles();
    await world.appliesInstallation({ nodeMetricsPort: 9091 });
    await world.becomesAvailable();
    await world.uninstalls();
    history = await recorder.stop();
  });

  afterAll(() => world.destroy());

  it('has been written down from the first object to the last deletion', () => {
    const node = history.changes.filter(
      ({ object }) => object.kind === 'DaemonSet' && object.metadata.name === 'calico-node',
    );
    expect([node.at(0)?.type, node.at(-1)?.type]).toEqual(['ADDED', 'DELETED']);
    expect(history.requests.length).toBeGreaterThan(50);
  });

  it('breaks no invariant', () => {
    expect(violationsIn(history, usualFacts)).toEqual([]);
  });

  it('has good logs, and stays within its budget of requests', () => {
    expect([...badLogs(history), ...overBudget(history, usualFacts, { requests: 250 })]).toEqual([]);
  });
});
