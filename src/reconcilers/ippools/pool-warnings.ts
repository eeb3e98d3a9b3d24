import type { SettledIpPool } from '../../crds/installation/ip-pool.ts';
import type { IpPool } from '../../crds/kinds.ts';
import { foreignManagers } from '../apply/field-managers.ts';

/** On an IPPool with the value `true`: it may be deleted while pods have addresses of it (docs/ip-pools.md). */
export const deleteInUseAnnotation = 'operator.tigera.io/delete-in-use';

/** Behind Calico's API server: `true` while it is the operator who has disabled the pool. */
export const disabledAnnotation = 'operator.tigera.io/disabled';

const kubectlName = 'ippools.v3.projectcalico.org';
const where = 'spec.calicoNetwork.ipPools';

/** Somebody else's pool has a range that the Installation lists (CAL-106). */
export function foreignPool({ cidr }: SettledIpPool, { metadata }: IpPool): string {
  return (
    `CAL-106 IPPool ${metadata.name} has the range ${cidr} that the Installation lists, and this operator does not manage it: ` +
    `it stays as it is; hand it over with "kubectl label ${kubectlName} ${metadata.name} app.kubernetes.io/managed-by=tigera-operator --overwrite", ` +
    `or take it off ${where}`
  );
}

/** A pool is to go, and pods have addresses of it (CAL-107). */
export function drainingPool({ metadata }: IpPool, blocks: number): string {
  return (
    `CAL-107 draining: ${blocks} ${blocks === 1 ? 'block' : 'blocks'} with addresses left on IPPool ${metadata.name}, which the Installation lists no more: ` +
    `it gives out no new ones and is deleted when none is left; restart the pods that have them, list the pool again to keep it, ` +
    `or set its annotation ${deleteInUseAnnotation}=true to delete it in use`
  );
}

/** The entry asks for something that no pool can change (CAL-108); empty where it does not. */
export function keptAsItIs(entry: SettledIpPool, live: Pick<SettledIpPool, 'name' | 'blockSize'>): readonly string[] {
  const renamed =
    `CAL-108 ${where}: the entry ${entry.name} has the range ${entry.cidr} of IPPool ${live.name}, which cannot be renamed and stays: ` +
    `set the name ${live.name}, or take the entry off the list until the pool is gone`;
  const resized =
    `CAL-108 ${where}: IPPool ${live.name} has blocks of size ${live.blockSize}, which cannot become ${entry.blockSize} and stay: ` +
    `set blockSize ${live.blockSize}, or move to a pool of another range`;
  return [...(entry.name === live.name ? [] : [renamed]), ...(entry.blockSize === live.blockSize ? [] : [resized])];
}

/** No pool can be made of the entry, because another one has its name or addresses of its range (CAL-108). */
export function blockedEntry({ name, cidr }: SettledIpPool, { metadata, spec }: IpPool): string {
  const obstacle = `IPPool ${metadata.name} (${spec.cidr})`;
  if (metadata.name === name) {
    return (
      `CAL-108 ${where}: the range of ${obstacle} cannot become ${cidr}, so the pool stays as it is: ` +
      `list ${cidr} under a name of its own, beside ${spec.cidr} with disableNewAllocations until its addresses are gone`
    );
  }
  return (
    `CAL-108 ${where}: ${cidr} overlaps ${obstacle}, which stays as it is, so no pool is made of it: ` +
    `choose a range that shares no address with ${spec.cidr}, or delete that pool first`
  );
}

/** Whether somebody beside us has disabled the pool. */
export function isDisabledByUser(live: IpPool): boolean {
  if (live.spec.disabled !== true) return false;
  return isStored(live) ? live.metadata.annotations?.[disabledAnnotation] !== 'true' : disablers(live).length > 0;
}

/** Calico's API server stores under its own name what anybody sends. */
function isStored({ apiVersion }: IpPool): boolean {
  return apiVersion === 'crd.projectcalico.org/v1';
}

function disablers(live: IpPool): string[] {
  return isStored(live) ? ['somebody'] : foreignManagers(live, ['f:spec', 'f:disabled']);
}

/** A pool that the Installation wants enabled was disabled by somebody, and stays so (CAL-109). */
export function disabledByUser(live: IpPool): string {
  const { name } = live.metadata;
  return (
    `CAL-109 IPPool ${name} was disabled by ${disablers(live).join(', ')} and stays so, though the Installation lists it as enabled: ` +
    `set disableNewAllocations on its entry to agree, or enable it with ` +
    `"kubectl patch ${kubectlName} ${name} --type json -p '[{"op":"remove","path":"/spec/disabled"}]'"`
  );
}
