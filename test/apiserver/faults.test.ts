import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultProxy } from '../../tools/faults/proxy/fault-proxy.ts';
import { parseRules } from '../../tools/faults/rules.ts';
import { World } from '../support/world.ts';

/** Faults in the middle of what an installation does. */
const faults = {
  'refused requests': `
- { match: { verb: apply, nth: 8 }, action: { kind: answer, status: 409 } }
- { match: { verb: apply, nth: 12 }, action: { kind: answer, status: 401 } }
- { match: { verb: apply, nth: 20 }, action: { kind: answer, status: 429, retryAfterSeconds: 1 } }
- { match: { verb: apply, nth: [28, 29] }, action: { kind: answer, status: 503, bodyForm: html } }`,
  'lost answers': `
- { match: { verb: [create, apply], resource: secrets, nth: [1, 3] }, action: { kind: reset, phase: after } }
- { match: { verb: apply, resource: daemonsets.apps, nth: 1 }, action: { kind: reset, phase: after } }
- { match: { verb: apply, resource: installations, subresource: status, nth: 1 }, action: { kind: answer, status: 504, phase: after } }`,
  'broken watches': `
- { match: { resource: deployments, nth: 1 }, action: { kind: cutMidLine, k: 2 } }
- { match: { resource: installations, nth: 1 }, action: { kind: errorEvent, code: 410, afterEvents: 2 } }`,
  'a watch that lags': `
- { match: { resource: daemonsets, nth: 1 }, action: { kind: hold, forMs: 3000 } }`,
};

describe('an installation that meets faults', () => {
  let world: World;
  let proxy: FaultProxy;
  let golden: Record<string, unknown>;

  beforeAll(async () => {
    world = await World.create(2);
    proxy = await FaultProxy.start({ upstream: world.cluster.endpoint });
    golden = await installed();
    await world.uninstalls();
  });

  afterAll(async () => {
    await world.destroy();
    await proxy.stop();
  });

  async function installed(): Promise<Record<string, unknown>> {
    world.startsTheOperator(proxy);
    await world.appliesInstallation();
    await world.becomesAvailable();
    return world.settles();
  }

  it.each(Object.entries(faults))('%s, ends as one without', async (_name, rules) => {
    await world.stopsTheOperator();
    proxy.use(parseRules(rules));
    expect(await installed()).toEqual(golden);
    expect(new Set(proxy.fired.map(({ rule }) => rule)).size).toBe(parseRules(rules).length);
    await world.uninstalls();
  });

  it('a watch that fell silent, ends as one without when the connection breaks at last', async () => {
    await world.stopsTheOperator();
    proxy.use(parseRules('- { match: { resource: daemonsets, nth: 1 }, action: { kind: halfOpen, afterEvents: 1 } }'));
    const end = installed();
    await world.eventually('calico-node is there', async () => (await world.calicoNode()) !== undefined);
    proxy.dropConnections();
    expect(await end).toEqual(golden);
    expect(proxy.fired.length).toBe(1);
  });
});
