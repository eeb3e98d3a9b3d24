import { describe, expect, it } from '@jest/globals';
import { parseRules } from '../../../../tools/faults/rules.ts';

/** The message with which a text is refused; empty where it is not. */
function refusalOf(text: string): string {
  try {
    parseRules(text);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('parseRules', () => {
  it('reads YAML, and fills in what is usual', () => {
    const text = '- match: { verb: create, resource: secrets }\n  action: { kind: reset }';
    expect(parseRules(text)).toEqual([
      { match: { verb: 'create', resource: 'secrets' }, action: { kind: 'reset', phase: 'before' } },
    ]);
  });

  it('reads JSON', () => {
    const rule = { match: { nth: [1, 3] }, action: { kind: 'cutBody', afterBytes: 10 } };
    expect(parseRules(JSON.stringify([rule]))).toEqual([rule]);
  });

  it('takes an empty text for no rules', () => {
    expect(parseRules('')).toEqual([]);
  });

  it.each([
    ['a: 1', 'Rules are a list, not {"a":1}'],
    [
      '- { action: { kind: explode } }',
      /^rule 1, action.kind: "explode" is not allowed; allowed: answer, reset, .*unobserve$/,
    ],
    [
      '- { match: { verb: lst }, action: { kind: kill } }',
      /^rule 1, match.verb: "lst" .*allowed: get, .*connect, or a list/,
    ],
    ['- { action: { kind: reset, phase: now } }', 'rule 1, action.phase: "now" is not allowed; allowed: before, after'],
    ['- { action: { kind: errorEvent, code: 3 } }', 'rule 1, action.code: 3 is not allowed; allowed: 410, 500'],
    [
      '- { match: { probability: 3 }, action: { kind: kill } }',
      'rule 1, match.probability: 3 is too big; allowed: at most 1',
    ],
    [
      '- { match: { nth: 1.5 }, action: { kind: kill } }',
      /^rule 1, match.nth: 1.5 is not allowed; allowed: a whole number/,
    ],
    ['- { action: { kind: cutAfterEvents, k: -1 } }', 'rule 1, action.k: -1 is too small; allowed: at least 0'],
    ['- { action: { kind: redirect, to: there } }', 'rule 1, action.to: "there" is not allowed; allowed: a url'],
    ['- { action: { kind: hold } }', 'rule 1, action: {"kind":"hold"} needs either untilMs or forMs'],
    [
      '- { match: { pod: a }, action: { kind: kill } }',
      /^rule 1, match: .* has pod, .*allowed: verb, resource, .*until$/,
    ],
    [
      '- { action: { kind: reset, after: 1 } }',
      /^rule 1, action: .* has after, which is not known; allowed: kind, phase$/,
    ],
    ['- { match: { verb: get } }', 'rule 1, action: nothing is not allowed; allowed: an object'],
  ])('refuses %s and says why', (text, why) => {
    expect(refusalOf(text)).toMatch(why);
  });

  it('refuses actions of watches for other verbs', () => {
    expect(refusalOf('- { match: { verb: [watch, get] }, action: { kind: halfOpen } }')).toMatch(/must be watch/);
  });

  it('tells every mistake with the number of its rule', () => {
    const text = '- { action: { kind: kill } }\n- { action: { kind: slow } }\n- { action: { kind: nothing } }';
    const [second = '', third = ''] = refusalOf(text).split('\n');
    expect([second.slice(0, 6), third.slice(0, 6)]).toEqual(['rule 2', 'rule 3']);
  });
});
