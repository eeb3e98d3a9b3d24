import { describe, expect, it } from '@jest/globals';
import { admissionWarnings } from '../../../../src/reconcilers/installation/admission-policies.ts';

describe('an API server', () => {
  it.each(['v1', 'v1beta1', 'v1alpha1'] as const)('that serves admission policies is no warning: %s', (version) => {
    expect(admissionWarnings({ mutating: version, validating: version })).toEqual([]);
  });

  it('that does not serve mutating ones is one, with the way to have them', () => {
    const [warning] = admissionWarnings({ validating: 'v1' });
    expect(warning).toMatch(
      /^CAL-604 the API server does not serve MutatingAdmissionPolicy, so policies without types/,
    );
    expect(warning).toContain('--feature-gates=MutatingAdmissionPolicy=true');
  });

  it('that serves none is one warning that names both', () => {
    const warnings = admissionWarnings({});
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('MutatingAdmissionPolicy and ValidatingAdmissionPolicy');
  });
});
