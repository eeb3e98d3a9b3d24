import { describe, expect, it } from '@jest/globals';
import type { DaemonSet } from '../../../../src/crds/generated/core.gen.ts';
import {
  requireSupportedVersion,
  unsupportedBecause,
} from '../../../../src/reconcilers/installation/supported-version.ts';
import { anInstallation } from '../../../support/installations.ts';
import { aContext } from '../../../support/reconcile-context.ts';
import { aDaemonSet } from '../../../support/workloads.ts';

const allow = 'operator.tigera.io/allow-version-change';

describe('unsupportedBecause', () => {
  it.each<[string, RegExp | undefined]>([
    ['v3.32.1', undefined],
    ['v3.32.0', undefined],
    ['v3.31.4-fips', undefined],
    ['v3.15.0', undefined],
    ['v3.14.9', /^Calico v3\.14\.9 runs, which is too old for a direct upgrade to v3\.32\.1: .* v3\.15;/],
    ['v2.6.12', /too old/],
    ['v3.32.2', /^Calico v3\.32\.2 runs, and this operator installs the older v3\.32\.1/],
    ['v3.33.0', /older/],
    ['v4.0.0', /older/],
    ['master', undefined],
  ])('says of %s: %s', (running, because) => {
    const said = unsupportedBecause(running);
    if (because === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(because);
  });
});

function calicoNode(image: string): DaemonSet {
  const node = aDaemonSet('calico-node');
  const template = { spec: { containers: [{ name: 'calico-node', image }] } };
  return { ...node, spec: { selector: {}, template } };
}

/** What a pass on such a cluster throws. */
function outcome(running: { version?: string; image?: string; allowed?: string }): unknown {
  const { version, image, allowed } = running;
  const ctx = aContext();
  if (image !== undefined) ctx.holds(calicoNode(image));
  const metadata = { name: 'default', ...(allowed !== undefined && { annotations: { [allow]: allowed } }) };
  const installation = anInstallation(ctx, {
    metadata,
    ...(version !== undefined && { status: { calicoVersion: version } }),
  });
  try {
    return requireSupportedVersion(ctx, installation);
  } catch (error) {
    return error;
  }
}

describe('requireSupportedVersion', () => {
  it.each([
    [{}],
    [{ version: 'v3.31.0', image: 'quay.io/calico/node:v3.32.1' }],
    [{ image: 'localhost:5000/calico/node@sha256:12ab' }],
    [{ version: 'v3.33.0', allowed: 'v3.32.1' }],
    [{ image: 'quay.io/calico/node:v3.10.0', allowed: 'v3.32.1' }],
  ])('goes on with %j', (running) => {
    expect(outcome(running)).toBeUndefined();
  });

  it.each([
    [{ version: 'v3.33.0' }],
    [{ image: 'localhost:5000/calico/node:v3.33.0' }],
    [{ version: 'v3.32.1', image: 'quay.io/calico/node:v3.33.0' }],
    [{ version: 'v3.33.0', allowed: 'v3.31.0' }],
    [{ image: 'calico/node:v3.33.0@sha256:12ab' }],
  ])('stops at %j, and names both versions and the annotation', (running) => {
    const message = expect.stringMatching(/v3\.33\.0 .*v3\.32\.1.*allow-version-change=v3\.32\.1/) as unknown;
    expect(outcome(running)).toMatchObject({ reason: 'UpgradeError', message });
  });
});
