import { describe, expect, it } from '@jest/globals';
import { CrdFindings, openingOf, warningsOf } from '../../../../src/reconcilers/crds/findings.ts';

describe('findings about CRDs', () => {
  it('are none where all is well', () => {
    expect(warningsOf([], [], [])).toEqual([]);
  });

  it('name a few newer definitions, and what shows it', () => {
    const newer = ['d', 'a', 'c', 'b'].map((name) => ({ name, extras: [`v1 .spec.${name}`] }));
    expect(warningsOf(newer, [], [])).toEqual([
      'CAL-601 CRDs are newer than this operator and are left as they are: a, b, c and 1 more (they have v1 .spec.d of d); run the release of the operator that they belong to',
    ]);
  });

  it('say that a later release was here', () => {
    expect(warningsOf([{ name: 'a', extras: [] }], [], []).join()).toContain('(a later release of this operator');
  });

  it('name each that keeps replacing definitions, once', () => {
    const contested = ['b', 'a'].map((name) => ({ name, by: ['operator'] }));
    const warnings = warningsOf([], [...contested, { name: 'c', by: ['helm'] }], []);
    expect(warnings.map((warning) => warning.split(' keeps')[0])).toEqual(['CAL-602 helm', 'CAL-602 operator']);
    expect(warnings[1]).toContain('not sent again for now: a, b;');
  });

  it('repeat what the API server says to definitions that it refuses', () => {
    const [warning] = warningsOf([], [], [{ name: 'a', message: 'no' }]);
    expect(warning).toBe('CAL-603 CRD a cannot be brought: no');
  });

  it('are told when they change, and only then', () => {
    const findings = new CrdFindings();
    let told = 0;
    const end = findings.subscribe(() => told++);
    for (const warnings of [[], ['a'], ['a'], ['b'], []]) findings.found(warnings);
    end();
    findings.found(['c']);
    expect([told, findings.warnings]).toEqual([3, ['c']]);
  });
});

const contested = (...names: readonly string[]): string[] =>
  warningsOf(
    [],
    names.map((name) => ({ name, by: ['helm'] })),
    [],
  );
const failed = (name: string): string[] => warningsOf([], [], [{ name, message: 'no' }]);

describe('openingOf', () => {
  it('is the same for a finding about more definitions, and another for another definition that fails', () => {
    expect(contested('a').map(openingOf)).toEqual(contested('a', 'b').map(openingOf));
    expect(failed('a').map(openingOf)).not.toEqual(failed('b').map(openingOf));
  });
});
