import { beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigMap } from '../../../src/k8s/kinds.ts';
import { SharedInformers } from '../../../src/k8s/shared-informers.ts';
import { forEach } from '../../../src/runtime/define-controller.ts';
import { LeaderElection } from '../../../src/runtime/leader-election.ts';
import { Manager } from '../../../src/runtime/manager.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryClient } from '../../support/memory-client.ts';
import { ModelServer } from '../../support/model-server.ts';
import { aContext, anInformerContext } from '../../support/running.ts';

const metadata = { namespace: 'tigera-operator', name: 'operator-lock' };

let clock: FakeClock;
let server: ModelServer;
let leases: MemoryClient;
let stop: AbortController;
/** What happened, in order. */
let told: string[];

beforeEach(() => {
  clock = new FakeClock();
  server = new ModelServer();
  leases = new MemoryClient();
  stop = new AbortController();
  told = [];
});

function onChange(leading: boolean): void {
  told.push(leading ? 'leads' : 'leads no more');
}

function election(): LeaderElection {
  return new LeaderElection({ ...metadata, ...aContext(clock), client: leases.client, identity: 'me', onChange });
}

/** A manager of one informer and one controller, whose pass lasts until the promise says so. */
function aManager(withElection = true, pass: Promise<void> = Promise.resolve()): Manager {
  const informers = new SharedInformers(anInformerContext(clock, server));
  const informer = informers.for({ type: ConfigMap, projection: 'whole' });
  const reconcile = async (key: string): Promise<object> => {
    told.push(`reconciles ${key}`);
    await pass.finally(() => told.push('has reconciled'));
    return {};
  };
  const controllers = [{ name: 'test', sources: [forEach(informer)], reconcile }];
  return new Manager({ ...aContext(clock), informers, controllers, ...(withElection && { election: election() }) });
}

/** Runs in the background; how it ended is told. */
function runs(manager: Manager): Promise<void> {
  return manager.run(stop.signal).then((ending) => void told.push(ending));
}

function heldByAnother(): void {
  const spec = { holderIdentity: 'other', leaseDurationSeconds: 15 };
  leases.put({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec } as never);
}

describe('a manager', () => {
  it('takes the lease, works, ends its passes, and gives the lease back', async () => {
    server.put('a');
    const ended = runs(aManager());
    await clock.advance(0);
    stop.abort();
    await ended;
    expect(told).toEqual(['leads', 'reconciles default/a', 'has reconciled', 'leads no more', 'stopped']);
    expect(leases.objects.get('tigera-operator/operator-lock')).toMatchObject({ spec: { holderIdentity: '' } });
  });

  it('watches, but does not work, while another holds the lease', async () => {
    server.put('a');
    heldByAnother();
    const manager = aManager();
    void runs(manager);
    await clock.advance(10_000);
    expect([told, manager.checks().map(({ check }) => check())]).toEqual([[], [undefined]]);
    await clock.advance(10_000);
    expect(told).toEqual(['leads', 'reconciles default/a', 'has reconciled']);
    stop.abort();
  });

  it('holds the lease until the pass under way has ended', async () => {
    server.put('a');
    const slow = Promise.withResolvers<void>();
    const ended = runs(aManager(true, slow.promise));
    await clock.advance(0);
    stop.abort();
    await clock.advance(3_000);
    expect(told).toEqual(['leads', 'reconciles default/a']);
    slow.resolve();
    await ended;
    expect(told.slice(2)).toEqual(['has reconciled', 'leads no more', 'stopped']);
  });

  it('stops working when the lease is lost, and says so', async () => {
    const ended = runs(aManager());
    await clock.advance(0);
    leases.mishap = 'unreachable';
    await clock.advance(10_000);
    server.put('too-late');
    await ended;
    expect(told).toEqual(['leads', 'leads no more', 'lease-lost']);
  });

  it('can be stopped while it waits for the lease', async () => {
    heldByAnother();
    const ended = runs(aManager());
    await clock.advance(1_000);
    stop.abort();
    await ended;
    expect(told).toEqual(['stopped']);
  });

  it('works without a lease where nobody else can act', async () => {
    server.put('a');
    const ended = runs(aManager(false));
    await clock.advance(0);
    stop.abort();
    await ended;
    expect([told, leases.calls]).toEqual([['reconciles default/a', 'has reconciled', 'stopped'], []]);
  });
});

describe('the checks of a manager', () => {
  it('name each informer that is not complete, and why', async () => {
    const manager = aManager(false);
    server.refuse(...Array.from({ length: 100 }, () => new Error('the door is shut')));
    void runs(manager);
    await clock.advance(1_000);
    const [check] = manager.checks();
    expect(check?.name).toBe('informer-configmaps');
    expect(check?.check()).toMatch(/^not complete yet.*: .*the door is shut/);
    stop.abort();
  });
});
