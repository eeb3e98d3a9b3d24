import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isSelector } from '../../../../src/crds/calico/selector.ts';

describe('a selector', () => {
  it.each([
    '',
    'all()',
    ' all( ) ',
    'global()',
    'has(zone)',
    '!has(node-role.kubernetes.io/control-plane)',
    "zone == 'a'",
    'zone != "it\'s"',
    "zone in {'a', 'b'}",
    "zone not in { 'a' }",
    'zone in {}',
    "zone contains 'a' && name starts with 'b' || name ends with 'c'",
    "!(zone == 'a' && !!has(b))",
    "in == 'x'",
    "has == 'x'",
    "not not in {'a'}",
  ])('is %j', (text) => {
    expect(isSelector(text)).toBe(true);
  });

  it.each([
    'zone',
    'zone == a',
    "zone = 'a'",
    "zone == 'a",
    'has()',
    'has(a',
    'all',
    'all() &&',
    '&& all()',
    "zone in 'a'",
    "zone in {'a',}",
    "zone in {'a' 'b'}",
    "(zone == 'a'",
    "zone == 'a')",
    'all() all()',
    'matchLabels: {a: b}',
    'ä == "b"',
  ])('is not %j', (text) => {
    expect(isSelector(text)).toBe(false);
  });

  it('is whatever its operators join', () => {
    const leaf = fc.constantFrom('all()', 'has(a)', "a == 'b'", "a in {'b','c'}");
    const { selector } = fc.letrec<{ selector: string }>((tie) => ({
      selector: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(tie('selector'), fc.constantFrom('&&', '||'), tie('selector')).map((parts) => parts.join(' ')),
        tie('selector').map((inner) => `!(${inner})`),
      ),
    }));
    fc.assert(
      fc.property(selector, (text) => isSelector(text) && !isSelector(`${text} &&`) && !isSelector(`(${text}`)),
    );
  });
});
