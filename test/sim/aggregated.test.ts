import { describe, expect, it } from '@jest/globals';
import { isWriteRequest } from '../../tools/observer/history.ts';
import { scenarioNamed } from '../../tools/sim/scenarios/index.ts';
import { run } from '../../tools/sim/run.ts';
import { sweepWithId } from '../../tools/sim/sweeps/index.ts';
import { sweeps } from '../support/sweeping.ts';

describe('Calico behind its own API server', () => {
  it('is asked for nothing while nobody serves it, and makes the first pool where it is stored', async () => {
    const { history, failure } = await run({ scenario: scenarioNamed('aggregated'), seed: 3 });
    expect(failure).toBeUndefined();
    const toCalico = history.requests.filter(
      (request) => request.resource.group === 'projectcalico.org' && isWriteRequest(request),
    );
    expect(toCalico.filter(({ code }) => code !== 200 && code !== 201)).toEqual([]);
    const pools = history.requests.filter(
      (request) => request.resource.plural === 'ippools' && isWriteRequest(request),
    );
    expect(pools.map(({ resource, code }) => [resource.group, code])).toEqual([['crd.projectcalico.org', 201]]);
  });

  it.each(sweepWithId('aggregated').scenarios)('ends %s alike whatever happens to a request', async (scenario) => {
    const { runs, failures } = await sweeps('aggregated', 11, [scenario]);
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(3);
  });
});
