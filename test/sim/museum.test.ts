import { describe, expect, it } from '@jest/globals';
import { exhibits } from '../../tools/sim/museum/exhibits.ts';
import { replant } from '../../tools/sim/museum/replant.ts';

describe('the museum of bugs', () => {
  it.each(exhibits.map((exhibit) => [exhibit.id, exhibit.says, exhibit] as const))(
    'notices when %s is back: %s',
    (_id, _says, exhibit) => {
      expect(replant(exhibit, exhibit.every)).toMatchObject({ found: true });
    },
  );

  it('finds nothing where nothing was planted', () => {
    const [exhibit] = exhibits;
    const harmless = { ...exhibit, by: exhibit?.replace, tells: /./ };
    expect(replant(harmless as (typeof exhibits)[number], 40)).toMatchObject({ found: false });
  });
});
