import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { readsGoForward } from '../../../../../tools/observer/invariants/i15-reads.ts';
import { HistoryBuilder, thing } from '../../../../support/histories.ts';

const node = thing({ kind: 'Node' });
const nodes = '/api/v1/nodes?watch=true&resourceVersion=';

function watches(...paths: string[]): string[] {
  const builder = new HistoryBuilder();
  for (const path of paths) builder.asks(path.includes('watch=') ? 'watch' : 'list', node, { path });
  return readsGoForward.check(builder.history, usualFacts).map(({ what }) => what);
}

describe('I15', () => {
  it('accepts watches that go forward', () => {
    expect(watches(`${nodes}5`, `${nodes}5`, `${nodes}9`)).toEqual([]);
  });

  it('finds a watch that goes back', () => {
    expect(watches(`${nodes}10`, `${nodes}9`)).toEqual(['watch /api/v1/nodes went back from version 10 to 9']);
  });

  it.each(['/api/v1/nodes?limit=5', '/api/v1/nodes?watch=true&sendInitialEvents=true'])(
    'lets a new list (%s) begin anew',
    (list) => {
      expect(watches(`${nodes}10`, list, `${nodes}9`)).toEqual([]);
    },
  );

  it('tells selections apart', () => {
    expect(watches(`${nodes}10`, `${nodes}9&labelSelector=a`)).toEqual([]);
  });

  it('finds a read at any version', () => {
    expect(watches('/api/v1/nodes?resourceVersion=0')).toEqual(['list /api/v1/nodes asks for any version']);
  });

  it.each(['Secret', 'ConfigMap', 'Pod'])('finds all %ss read at once', (kind) => {
    const all = new HistoryBuilder().asks('watch', thing({ kind }), { path: '/all?watch=true' });
    const some = new HistoryBuilder().asks('watch', thing({ kind, namespace: 'a' }), { path: '/some?watch=true' });
    expect([all, some].map(({ history }) => readsGoForward.check(history, usualFacts).length)).toEqual([1, 0]);
  });
});
