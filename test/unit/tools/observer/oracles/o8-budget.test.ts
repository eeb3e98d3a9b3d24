import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { overBudget } from '../../../../../tools/observer/oracles/o8-budget.ts';
import { HistoryBuilder, thing } from '../../../../support/histories.ts';

const secret = thing({ kind: 'Secret', name: 's' });

describe('O8', () => {
  it('counts requests, but neither watches nor the lease', () => {
    const builder = new HistoryBuilder()
      .asks('get', secret)
      .asks('watch', secret)
      .asks('update', thing({ kind: 'Lease' }));
    expect(overBudget(builder.history, usualFacts, { requests: 1 })).toEqual([]);
    expect(overBudget(builder.asks('get', secret).history, usualFacts, { requests: 1 })).toEqual([
      '2 requests, where 1 are enough',
    ]);
  });

  it('finds failures that come too fast', () => {
    const builder = new HistoryBuilder();
    for (let index = 0; index < 21; index++) builder.at(index * 40).asks('get', secret, { code: 503 });
    expect(overBudget(builder.history, usualFacts, { requests: 99 })).toEqual([
      'more than 20 requests failed within a second from 0 ms on',
    ]);
    expect(overBudget(builder.history, usualFacts, { requests: 99, perSecondWhileFailing: 30 })).toEqual([]);
  });
});
