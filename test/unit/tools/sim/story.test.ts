import { beforeEach, describe, expect, it } from '@jest/globals';
import { History, type RequestMade } from '../../../../tools/observer/history.ts';
import { tell } from '../../../../tools/sim/story.ts';

let history: History;

beforeEach(() => {
  history = new History();
});

function asks(request: Partial<RequestMade>): void {
  const base = { kind: 'request', at: 464, n: 1, user: 'operator', process: 'operator-1', caller: 'tiers' } as const;
  const resource = { group: 'apps', plural: 'daemonsets' };
  history.append({ ...base, verb: 'apply', resource, namespace: 'ns', name: 'a', path: '/', code: 200, ...request });
}

const said = (detail: 'writes' | 'all' = 'writes'): string[] => tell(history, { detail }).map((line) => line.trim());

describe('a story', () => {
  it('tells who asked for what, and what came of it', () => {
    asks({ subresource: 'status' });
    asks({ at: 1_500, fault: 'reset', code: 201 });
    expect(said()).toEqual([
      '0.464 s  operator-1 tiers: apply daemonsets.apps ns/a (status) → 200',
      '1.500 s  operator-1 tiers: apply daemonsets.apps ns/a → 201   ✗ reset',
    ]);
  });

  it('leaves out reads and the lease unless all is asked for', () => {
    asks({ verb: 'get' });
    asks({ verb: 'update', resource: { group: 'coordination.k8s.io', plural: 'leases' } });
    expect(said()).toEqual([]);
    expect(said('all')).toHaveLength(2);
  });

  it('never leaves out a fault', () => {
    const { code: _code, ...hung } = { code: 0, verb: 'get', fault: 'hang' } as const;
    asks({ ...hung });
    expect(said()[0]).toMatch(/✗ hang$/);
  });

  it('tells conditions that turned, and what was logged as wrong', () => {
    const status = { conditions: [{ type: 'Available', status: 'True', message: 'All objects available' }] };
    const object = { apiVersion: 'v1', kind: 'TigeraStatus', metadata: { name: 'calico' }, status };
    const resource = { group: 'operator.tigera.io', plural: 'tigerastatuses' };
    history.append({ kind: 'object', at: 0, type: 'ADDED', resource, object });
    history.append({ kind: 'object', at: 1, type: 'MODIFIED', resource, object, before: object });
    history.append({ kind: 'log', at: 2, process: 'operator-1', line: '{"level":"info"}' });
    history.append({ kind: 'log', at: 3, process: 'operator-1', line: '{"level":"warn"}' });
    expect(said()).toEqual([
      '0.000 s     calico is Available (All objects available)',
      '0.003 s  operator-1 logs {"level":"warn"}',
    ]);
  });
});
