import { describe, expect, it } from '@jest/globals';
import type { TigeraStatus } from '../../../../src/crds/tigerastatus.ts';
import { statusTable } from '../../../../tools/demo/table.ts';

const now = new Date('2026-01-01T00:10:00Z');

/** Status and message of each condition. */
type Said = Readonly<Record<string, readonly [status: string, message: string]>>;

const healthy: Said = { Available: ['True', ''], Progressing: ['False', ''], Degraded: ['False', ''] };

/** A status with these conditions; each holds since the given time. */
function aStatus(name: string, said: Said, since = '2026-01-01T00:09:30Z'): TigeraStatus {
  const conditions = Object.entries(said).map(([type, [status, message]]) => {
    return { type, status, message, lastTransitionTime: since };
  });
  return {
    apiVersion: 'operator.tigera.io/v1',
    kind: 'TigeraStatus',
    metadata: { name },
    spec: {},
    status: { conditions },
  };
}

/** The cells of the only row. */
function row(status: TigeraStatus): string[] {
  return (statusTable([status], now)[1] ?? '').split(/ {3,}/);
}

describe('the table of statuses', () => {
  it('has aligned columns and rows in the order of names', () => {
    const statuses = [aStatus('ippools', { Available: ['False', ''] }), aStatus('calico', healthy)];
    expect(statusTable(statuses, now)).toEqual([
      'NAME      AVAILABLE   PROGRESSING   DEGRADED   SINCE   MESSAGE',
      'calico    True        False         False      30s',
      'ippools   False                                30s',
    ]);
  });

  it('is a row of names where there is nothing', () => {
    expect(statusTable([], now)).toEqual(['NAME   AVAILABLE   PROGRESSING   DEGRADED   SINCE   MESSAGE']);
  });

  it('says why something is degraded, in one line', () => {
    const degraded = aStatus('calico', { ...healthy, Degraded: ['True', 'no pools\ncreate one'] });
    expect(row(degraded).at(-1)).toBe('no pools; create one');
  });

  it('says how it goes on while it does', () => {
    const going = aStatus('calico', { ...healthy, Progressing: ['True', '1 of 3'], Degraded: ['False', 'fine'] });
    expect(row(going).at(-1)).toBe('1 of 3');
  });

  it('says what is wrong rather than how it goes on', () => {
    const both = aStatus('calico', { ...healthy, Progressing: ['True', '1 of 3'], Degraded: ['True', 'stuck'] });
    expect(row(both).at(-1)).toBe('stuck');
  });

  it.each([
    ['2026-01-01T00:08:01Z', '119s'],
    ['2026-01-01T00:08:00Z', '2m'],
    ['2025-12-31T23:10:59Z', '59m'],
    ['2026-01-01T00:10:05Z', '0s'],
  ])('counts the age from %s in seconds, then in minutes: %s', (since, age) => {
    expect(row(aStatus('calico', healthy, since))[4]).toBe(age);
  });

  it('shows a status about which nothing was said yet', () => {
    const bare = aStatus('calico', {});
    expect(statusTable([bare], now)[1]).toBe('calico');
  });
});
