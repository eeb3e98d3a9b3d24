import { describe, expect, it } from '@jest/globals';
import { actionFields } from '../../../../tools/faults/actions.ts';
import { describeRule } from '../../../../tools/faults/describe-rule.ts';
import { parseRules } from '../../../../tools/faults/rules.ts';

const sentenceOf = (rule: string): string => parseRules(`- ${rule}`).map(describeRule).join();

describe('describeRule', () => {
  it.each([
    [
      '{ match: { verb: [create, apply], resource: daemonsets.apps, namespace: a, nth: 2 }, action: { kind: reset, phase: after } }',
      'the 2nd create or apply of daemonsets.apps a/*: reset after the commit',
    ],
    [
      '{ match: { verb: apply, resource: tiers, subresource: status, name: b, controller: c }, action: { kind: kill } }',
      'every apply of tiers/status b by c: kill the operator',
    ],
    [
      '{ match: { probability: 0.2, from: 10, until: 20 }, action: { kind: answer, status: 429, retryAfterSeconds: 1 } }',
      'every request from 10 ms until 20 ms with probability 0.2: answer 429 and Retry-After 1 s',
    ],
    ['{ match: { nth: [1, 11, 23] }, action: { kind: hang } }', 'the 1st or 11th or 23rd request: never answer'],
    ['{ action: { kind: hold, forMs: 300 } }', 'every watch: hold the events for 300 ms'],
    ['{ action: { kind: unobserve, from: 2, to: 4 } }', 'every watch: hide changes 2 to 3'],
    ['{ action: { kind: answer, status: 502, bodyForm: html } }', 'every request: answer 502 with a page'],
  ])('says %s', (rule, sentence) => {
    expect(sentenceOf(rule)).toBe(sentence);
  });

  it('has different words for every action', () => {
    const fields: Record<string, string> = {
      answer: 'status: 500',
      cutBody: 'afterBytes: 1',
      slow: 'delayMs: 1',
      redirect: 'to: "https://a"',
      cutAfterEvents: 'k: 1',
      cutMidLine: 'k: 1',
      hold: 'forMs: 1',
      errorEvent: 'code: 410',
      unobserve: 'from: 1, to: 2',
    };
    const sentences = [...actionFields.keys()].map((kind) =>
      sentenceOf(`{ action: { kind: ${kind}, ${fields[kind] ?? ''} } }`),
    );
    expect(new Set(sentences).size).toBe(actionFields.size);
  });
});
