import { describe, expect, it } from '@jest/globals';
import { validateConnection, validateGoldmane, validateWhisker } from '../../../src/crds/validate-addons.ts';
import type { Problem } from '../../../src/crds/problem.ts';

const paths = (problems: readonly Problem[]): string[] => problems.map(({ path }) => path);
const labels = { 'not a key': 'x' };

describe('validateGoldmane', () => {
  it.each([undefined, 0, 1, 9081, 65_535])('takes the metrics port %s', (metricsPort) => {
    expect(validateGoldmane(metricsPort === undefined ? {} : { metricsPort })).toEqual([]);
  });

  it.each([-1, 65_536, 7443])('refuses the metrics port %d', (metricsPort) => {
    expect(paths(validateGoldmane({ metricsPort }))).toEqual(['spec.metricsPort']);
  });

  it('looks into the overrides', () => {
    expect(paths(validateGoldmane({ goldmaneDeployment: { metadata: { labels } } }))).toEqual([
      expect.stringContaining('spec.goldmaneDeployment.metadata.labels'),
    ]);
  });
});

describe('validateWhisker', () => {
  it('knows two words for notifications', () => {
    expect(['Enabled', 'Disabled'].flatMap((notifications) => validateWhisker({ notifications }))).toEqual([]);
    expect(paths(validateWhisker({ notifications: 'enabled' }))).toEqual(['spec.notifications']);
  });

  it('looks into the overrides', () => {
    expect(paths(validateWhisker({ whiskerDeployment: { metadata: { labels } } }))).toHaveLength(1);
  });
});

describe('validateConnection', () => {
  it.each(['manager.example.com:9449', '192.0.2.1:443', '[2001:db8::1]:9449'])('takes the address %s', (address) => {
    expect(validateConnection({ managementClusterAddr: address })).toEqual([]);
  });

  it.each([
    undefined,
    '',
    'manager.example.com',
    'https://manager:9449',
    'manager:0',
    'manager:99999',
    '2001:db8::1:9449',
  ])('refuses the address %s', (address) => {
    const spec = address === undefined ? {} : { managementClusterAddr: address };
    expect(paths(validateConnection(spec))).toEqual(['spec.managementClusterAddr']);
  });

  it('names all that belongs to the enterprise edition', () => {
    const spec = { managementClusterAddr: 'm:1', tls: { ca: 'Public' as const }, impersonation: {} };
    expect(paths(validateConnection(spec))).toEqual(['spec.tls.ca', 'spec.impersonation']);
  });
});
