import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FlagError, flagHelp, parseFlags, type FlagDefinition } from '../../../src/cli/flags.ts';

const flags: readonly FlagDefinition[] = [
  { name: 'kubeconfig', type: 'string', default: '', help: 'Path of a kubeconfig.' },
  { name: 'leader', type: 'boolean', default: 'true', help: 'Act alone.' },
  { name: 'encoder', type: 'string', default: 'json', choices: ['json', 'console'], help: 'How to write.' },
];

const standard = { kubeconfig: '', leader: 'true', encoder: 'json' };

describe('flags', () => {
  it('have their defaults where nothing is said', () => {
    expect(parseFlags(flags, [])).toEqual(standard);
  });

  it.each([['-kubeconfig', '/a=b'], ['--kubeconfig', '/a=b'], ['-kubeconfig=/a=b'], ['--kubeconfig=/a=b']])(
    'take a value as Go programs do: %j',
    (...args) => {
      expect(parseFlags(flags, args)).toEqual({ ...standard, kubeconfig: '/a=b' });
    },
  );

  it('take whatever follows for the value, as Go does', () => {
    expect(parseFlags(flags, ['-kubeconfig', '-leader'])).toEqual({ ...standard, kubeconfig: '-leader' });
  });

  it('may have an empty value', () => {
    expect(parseFlags(flags, ['-encoder=console', '-kubeconfig='])).toEqual({ ...standard, encoder: 'console' });
  });

  it('that come twice have the last value', () => {
    expect(parseFlags(flags, ['-encoder=console', '-encoder', 'json'])).toEqual(standard);
  });

  it('end at two dashes', () => {
    expect(parseFlags(flags, ['-encoder=console', '--', '-leader=false'])).toEqual({ ...standard, encoder: 'console' });
  });

  it('give back every value that they are given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (kubeconfig, apart) => {
        const args = apart ? ['-kubeconfig', kubeconfig] : [`--kubeconfig=${kubeconfig}`];
        expect(parseFlags(flags, args)).toEqual({ ...standard, kubeconfig });
      }),
    );
  });
});

describe('boolean flags', () => {
  it.each([
    '-leader',
    '--leader',
    '-leader=true',
    '-leader=1',
    '-leader=t',
    '-leader=T',
    '-leader=TRUE',
    '-leader=True',
  ])('are true: %s', (arg) => {
    expect(parseFlags([{ name: 'leader', type: 'boolean', default: 'false', help: '' }], [arg])).toEqual({
      leader: 'true',
    });
  });

  it.each(['false', '0', 'f', 'F', 'FALSE', 'False'])('are false: -leader=%s', (word) => {
    expect(parseFlags(flags, [`-leader=${word}`])).toEqual({ ...standard, leader: 'false' });
  });

  it('take no value from the next word', () => {
    expect(() => parseFlags(flags, ['-leader', 'false'])).toThrow(
      new FlagError('"false" is not a flag; flags start with - and -help lists them'),
    );
  });
});

describe('help', () => {
  it.each(['-h', '--h', '-help', '--help'])('is asked for with %s', (arg) => {
    expect(parseFlags(flags, ['-encoder=console', arg, '-nonsense'])).toBe('help');
  });

  it('lists flags with what they take, what they are for, and their defaults', () => {
    expect(flagHelp(flags)).toBe(
      [
        '  -kubeconfig string',
        '        Path of a kubeconfig.',
        '  -leader',
        '        Act alone. (default true)',
        '  -encoder json|console',
        '        How to write. (default json)',
      ].join('\n'),
    );
  });
});

describe('a command line that cannot be understood', () => {
  const all = '-help lists all flags';

  it.each([
    [
      'an unknown flag, with the one that was meant',
      ['-kubeconfg', 'x'],
      `unknown flag -kubeconfg; did you mean -kubeconfig? ${all}`,
    ],
    ['an unknown flag with a value', ['--encodr=json'], `unknown flag --encodr=json; did you mean -encoder? ${all}`],
    ['an unknown flag that is like no other', ['-nonsense'], `unknown flag -nonsense; ${all}`],
    ['a missing value', ['-kubeconfig'], '-kubeconfig needs a value, for example -kubeconfig=VALUE'],
    ['a value that is no choice', ['-encoder=xml'], '-encoder: "xml" is not one of json, console'],
    ['a word that is no truth value', ['-leader=yes'], '-leader: "yes" is not one of true, false'],
    ['a word that is no flag', ['run'], '"run" is not a flag; flags start with - and -help lists them'],
    ['a dash', ['-'], '"-" is not a flag; flags start with - and -help lists them'],
    ['three dashes', ['---leader'], '"---leader" is not a flag; flags start with - and -help lists them'],
    ['a value without a name', ['-=x'], '"-=x" is not a flag; flags start with - and -help lists them'],
  ])('is refused: %s', (_title, args, message) => {
    expect(() => parseFlags(flags, args)).toThrow(new FlagError(message));
  });

  it('is the only thing that is refused', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('-leader', '-kubeconfig', '--', '-encoder=json'));
    fc.assert(
      fc.property(fc.array(word), (args) => {
        try {
          expect(parseFlags(flags, args)).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(FlagError);
        }
      }),
    );
  });
});
