import { describe, expect, it } from '@jest/globals';
import { usualFacts } from '../../../../../tools/observer/facts.ts';
import { foreignValuesSurvive } from '../../../../../tools/observer/invariants/i18-foreign-values.ts';
import { HistoryBuilder, managed, type Thing } from '../../../../support/histories.ts';

const env = { 'f:env': { 'k:{"name":"A"}': { 'f:value': {} } } };
const managedFields = [
  managed('calico-operator', { 'f:spec': { 'f:ours': {} } }),
  managed('kubectl', { 'f:spec': { 'f:big': {}, ...env } }),
];
const object = (spec: object, fields = managedFields): Thing => ({
  kind: 'Deployment',
  name: 'd',
  managedFields: fields,
  spec,
});
const before = object({ ours: 1, big: 2 ** 60, env: [{ name: 'A', value: 'a' }] });

const violations = (after: Thing): string[] =>
  foreignValuesSurvive
    .check(new HistoryBuilder().others(before).operator(after).history, usualFacts)
    .map(({ what }) => what);

describe('I18', () => {
  it('lets the operator change its own fields', () => {
    expect(violations(object({ ours: 2, big: 2 ** 60, env: [{ name: 'A', value: 'a' }] }))).toEqual([]);
  });

  it('finds fields of others lost, in items of lists too', () => {
    expect(violations(object({ ours: 1 }))).toEqual([
      'deployments.apps d: spec.big was lost',
      'deployments.apps d: spec.env[{"name":"A"}].value was lost',
    ]);
  });

  it('finds a big number that lost its last digits', () => {
    expect(violations(object({ ours: 1, big: 2 ** 60 + 256, env: [{ name: 'A', value: 'a' }] }))[0]).toMatch(
      'spec.big was changed',
    );
  });

  it('lets the operator take over a field', () => {
    const taken = [managed('calico-operator', { 'f:spec': { 'f:ours': {}, 'f:big': {}, ...env } })];
    expect(violations(object({ ours: 1, big: 3, env: [{ name: 'A', value: 'b' }] }, taken))).toEqual([]);
  });
});
