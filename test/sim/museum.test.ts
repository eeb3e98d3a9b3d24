import { describe, expect, it } from '@jest/globals';
import { exhibits, rotatingExhibits } from '../../tools/sim/museum/exhibits/index.ts';
import { replant } from '../../tools/sim/museum/replant.ts';

const rotating = 5;
/** Another five each day, so that all are found within five days; `MUSEUM_DAY` shows those of a day again. */
const day = Number(process.env['MUSEUM_DAY'] ?? Math.floor(Date.now() / 86_400_000));

describe(`the museum of bugs, MUSEUM_DAY=${day}`, () => {
  it.each(rotatingExhibits(day, rotating).map((exhibit) => [exhibit.id, exhibit.says, exhibit] as const))(
    'notices when %s is back: %s',
    (_id, _says, exhibit) => {
      expect(replant(exhibit)).toMatchObject({ found: true });
    },
  );

  it('finds nothing where nothing was planted', () => {
    const [exhibit] = exhibits;
    const harmless = { ...exhibit, by: exhibit?.replace, tells: /./ };
    expect(replant(harmless as (typeof exhibits)[number])).toMatchObject({ found: false });
  });
});
