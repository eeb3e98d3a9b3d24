import { describe, expect, it } from '@jest/globals';
import { Screen } from '../../../../tools/demo/screen.ts';

/** A screen, and what is written on it. */
function on(out: { isTTY: boolean; columns?: number }): { screen: Screen; written: string[] } {
  const written: string[] = [];
  const write = (text: string): boolean => written.push(text) > 0;
  return { screen: new Screen({ ...out, write } as NodeJS.WriteStream), written };
}

describe('a screen on a terminal', () => {
  it('draws a block over the one before', () => {
    const { screen, written } = on({ isTTY: true, columns: 80 });
    screen.draw(['a', 'b']);
    screen.draw(['c', 'd', 'e']);
    screen.draw(['f']);
    expect(written).toEqual(['a\nb\n', '\u001B[2A\u001B[J', 'c\nd\ne\n', '\u001B[3A\u001B[J', 'f\n']);
  });

  it('draws nothing where nothing has changed', () => {
    const { screen, written } = on({ isTTY: true, columns: 80 });
    screen.draw(['3s']);
    screen.draw(['3s']);
    expect(written).toEqual(['3s\n']);
  });

  it('shows ages grow', () => {
    const { screen, written } = on({ isTTY: true, columns: 80 });
    screen.draw(['3s']);
    screen.draw(['4s']);
    expect(written.at(-1)).toBe('4s\n');
  });

  it('cuts lines at its edge, so that each takes one line', () => {
    const { screen, written } = on({ isTTY: true, columns: 4 });
    screen.draw(['abcdef']);
    expect(written).toEqual(['abcd\n']);
  });

  it('keeps what was said above the next block', () => {
    const { screen, written } = on({ isTTY: true, columns: 80 });
    screen.draw(['a']);
    screen.say('Ready.');
    screen.draw(['b']);
    expect(written).toEqual(['a\n', 'Ready.\n', 'b\n']);
  });
});

describe('a screen that is a file', () => {
  it('has every block, whole, with an empty line behind it', () => {
    const { screen, written } = on({ isTTY: false });
    screen.draw(['abcdef'.repeat(100)]);
    screen.draw(['b']);
    expect(written).toEqual([`${'abcdef'.repeat(100)}\n\n`, 'b\n\n']);
  });

  it('takes growing ages for no news', () => {
    const { screen, written } = on({ isTTY: false });
    screen.draw(['calico True 119s']);
    screen.draw(['calico True 2m']);
    screen.draw(['calico False 2m']);
    expect(written).toHaveLength(2);
  });
});
