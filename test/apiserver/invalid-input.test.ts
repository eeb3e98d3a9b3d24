import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InstallationSpec } from '../../src/crds/installation/spec.ts';
import { World, ownedObjects } from '../support/world.ts';

const pool = (changes: object): InstallationSpec => ({
  calicoNetwork: { ipPools: [{ name: 'default-ipv4-ippool', cidr: '192.168.0.0/16', ...changes }] },
});

const cases: readonly [what: string, spec: InstallationSpec, said: RegExp, reason: string][] = [
  [
    'a CIDR that is none',
    pool({ cidr: 'not-a-cidr' }),
    /spec\.calicoNetwork\.ipPools\[0\]\.cidr.*"not-a-cidr"/,
    'InvalidConfigurationError',
  ],
  [
    'blocks that are too small',
    pool({ blockSize: 33 }),
    /spec\.calicoNetwork\.ipPools\[0\]\.blockSize.*33/,
    'InvalidConfigurationError',
  ],
  [
    'IPIP without BGP',
    { calicoNetwork: { bgp: 'Disabled', ipPools: [{ cidr: '192.168.0.0/16', encapsulation: 'IPIP' }] } },
    /spec\.calicoNetwork\.(ipPools\[0\]\.encapsulation|bgp)/,
    'InvalidConfigurationError',
  ],
  [
    'two pools that overlap',
    {
      calicoNetwork: {
        ipPools: [
          { name: 'a', cidr: '10.0.0.0/16' },
          { name: 'b', cidr: '10.0.128.0/17' },
        ],
      },
    },
    /10\.0\.0\.0\/16[\s\S]*10\.0\.128\.0\/17|10\.0\.128\.0\/17[\s\S]*10\.0\.0\.0\/16/,
    'InvalidConfigurationError',
  ],
  [
    'a mode that no longer exists',
    { nonPrivileged: 'Enabled' },
    /spec\.nonPrivileged.*"Enabled"/,
    'InvalidConfigurationError',
  ],
  [
    'a pull secret that is not there',
    { imagePullSecrets: [{ name: 'nope' }] },
    /imagePullSecrets.*nope/,
    'ResourceReadError',
  ],
];

describe('an Installation that asks for something impossible', () => {
  let world: World;
  let running: Record<string, unknown>;

  beforeAll(async () => {
    world = await World.create(2);
    world.startsTheOperator();
    await world.appliesInstallation();
    await world.becomesAvailable();
    running = await ownedObjects(world);
  });

  afterAll(() => world.destroy());

  it.each(cases)(
    '%s: names field, value and remedy, and leaves the network alone',
    async (_what, spec, said, reason) => {
      const { metadata } = await world.appliesInstallation(spec);
      await world.eventually('it is degraded', async () => {
        const { status, observedGeneration = 0 } = (await world.condition('calico', 'Degraded')) ?? {};
        return status === 'True' && observedGeneration >= (metadata.generation ?? 0);
      });
      const degraded = await world.condition('calico', 'Degraded');
      expect(degraded?.message).toMatch(said);
      expect(degraded?.reason).toBe(reason);
      expect((await world.condition('calico', 'Available'))?.status).toBe('True');
      expect(await ownedObjects(world)).toEqual(running);
    },
  );

  it('tells what is wrong with pools in their own status, too', async () => {
    await world.appliesInstallation(pool({ blockSize: 33 }));
    await world.eventually('the pools are degraded', async () => {
      const { status, reason } = (await world.condition('ippools', 'Degraded')) ?? {};
      return status === 'True' && reason === 'InvalidConfigurationError';
    });
    expect((await world.condition('ippools', 'Degraded'))?.message).toContain('ipPools[0].blockSize: 33 must be');
  });

  it('recovers by itself when it is corrected', async () => {
    await world.appliesInstallation();
    await world.becomesAvailable();
    expect((await world.condition('calico', 'Degraded'))?.status).toBe('False');
  });
});
