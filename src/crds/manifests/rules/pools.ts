import type { IPPool } from '../../calico/ip-pool.ts';
import { familyOf, settledPoolOf } from '../../installation/ip-pools.ts';
import { isJsonMap } from '../cni-config.ts';
import type { ManifestReading } from '../manifest-reading.ts';
import type { ManifestRule } from './rule.ts';

type Family = 4 | 6;

/** The pool of a family that the installer made, by its name, else any that gives out addresses. */
function poolOf({ facts }: ManifestReading, family: Family): IPPool | undefined {
  const enabled = facts.pools.filter(({ spec }) => spec.disabled !== true && familyOf(spec.cidr) === family);
  const byName = enabled.toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
  return byName.find(({ metadata }) => metadata.name.startsWith('default-ipv')) ?? byName[0];
}

/** The flags are texts in older configurations. */
const isTrue = (flag: unknown): boolean => flag === true || flag === 'true';

/** Which families the address management gives out: that of Calico is told, with IPv4 alone by default. */
function assigned(reading: ManifestReading): Readonly<Record<Family, boolean>> {
  const ipam = reading.cni.calico['ipam'];
  const settings = isJsonMap(ipam) ? ipam : {};
  return {
    4: isTrue(settings['assign_ipv4'] ?? true),
    6: isTrue(settings['assign_ipv6']),
  };
}

function refusePool(reading: ManifestReading, field: string, message: string, fix: string): void {
  reading.refuse({ component: 'ippools', field, message, fix });
}

const isOn = (mode: string | undefined): boolean => mode !== undefined && mode !== '' && mode !== 'Never';

function checkPool(reading: ManifestReading, { metadata, spec }: IPPool): void {
  if (!isOn(spec.ipipMode) || !isOn(spec.vxlanMode)) return;
  refusePool(reading, `IPPool ${metadata.name}`, 'has both ipipMode and vxlanMode', 'set one of them to Never');
}

const pools: ManifestRule = {
  reads: 'IPPools, `assign_ipv4`, `assign_ipv6`',
  convert: (reading) => {
    const ipam = reading.cniType === 'Calico' ? reading.cni.calico['ipam'] : undefined;
    if (!isJsonMap(ipam) || ipam['type'] !== 'calico-ipam') return {};
    const gives = assigned(reading);
    const found = ([4, 6] as const).flatMap((family) => chosen(reading, family, gives[family]));
    for (const pool of found) checkPool(reading, pool);
    return found.length === 0 ? {} : { calicoNetwork: { ipPools: found.map(settledPoolOf) } };
  },
};

function chosen(reading: ManifestReading, family: Family, isGiven: boolean): IPPool[] {
  const pool = poolOf(reading, family);
  const flag = `assign_ipv${family}`;
  if (isGiven && pool === undefined) {
    refusePool(reading, flag, `is on, and no IPv${family} pool is enabled`, 'enable one, or switch it off');
  }
  if (!isGiven && pool !== undefined && family === 6) {
    refusePool(
      reading,
      flag,
      `is off, and IPPool ${pool.metadata.name} is enabled`,
      'disable the pool, or switch it on',
    );
  }
  return isGiven && pool !== undefined ? [pool] : [];
}

/** Rules about pools. */
export const poolRules: readonly ManifestRule[] = [pools];
