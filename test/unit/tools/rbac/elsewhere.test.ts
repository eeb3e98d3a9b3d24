import { describe, expect, it } from '@jest/globals';
import { describeRule } from '../../../../tools/rbac/used.ts';
import { explainedRules, rulesOfRoles, usualRoles } from '../../../support/permissions-used.ts';

const held = new Set(rulesOfRoles([...usualRoles, 'manifests', 'migration']).map(describeRule));

describe('the permissions that are explained, because the story that shows their use is another one', () => {
  it.each(explainedRules())('are held: $rule', ({ rule, reason }) => {
    expect(held).toContain(rule);
    expect(reason).toMatch(/\w/);
  });
});
