import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { exhibits, rotatingExhibits } from '../../../../../tools/sim/museum/exhibits/index.ts';

describe('the museum', () => {
  it('shows M1 to M25', () => {
    expect(exhibits.map(({ id }) => id)).toEqual(Array.from({ length: 25 }, (_, index) => `M${index + 1}`));
  });

  it.each(exhibits.map((exhibit) => [exhibit.id, exhibit] as const))('knows the code that keeps %s away', (_, each) => {
    const code = readFileSync(each.file, 'utf8');
    expect(code.split(each.replace)).toHaveLength(2);
    expect(each.by).not.toBe(each.replace);
  });

  it('shows every bug within five days, whatever the first', () => {
    const days = [100, 101, 102, 103, 104].flatMap((seed) => rotatingExhibits(seed, 5));
    expect(new Set(days)).toEqual(new Set(exhibits));
  });
});
