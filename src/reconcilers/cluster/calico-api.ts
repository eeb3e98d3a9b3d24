import { configuredFlavour, type CrdFlavour } from '../../crds/bundle.ts';
import { DatastoreMigrations, type DatastoreMigration } from '../../crds/datastore-migration.ts';
import type { KindsByName } from '../../crds/generated/core.gen.ts';
import type { Client } from '../../k8s/client.ts';
import type { Discovery } from '../../k8s/discovery.ts';
import { APIService, MutatingAdmissionPolicy, ValidatingAdmissionPolicy } from '../../k8s/kinds.ts';
import type { ResourceType } from '../../k8s/object.ts';
import { apiServiceRef } from '../../renderers/apiserver/index.ts';
import type { AdmissionApi, AdmissionVersion, CalicoApiGroup } from '../../renderers/input.ts';
import { migratedApi } from '../migration/migrated-api.ts';
import { OPENSHIFT_CONFIG } from './openshift.ts';

const v3: CalicoApiGroup = 'projectcalico.org/v3';
const v1: CalicoApiGroup = 'crd.projectcalico.org/v1';

/** What decides which API group carries Calico's configuration. */
export interface ApiGroupFacts {
  readonly discovery: Discovery;
  readonly client: Client;
  /** `CALICO_API_GROUP`, where it is set. */
  readonly configured: string | undefined;
}

/**
 * Which API group carries Calico's configuration: what `CALICO_API_GROUP` says, else v3 where a DatastoreMigration has
 * brought it there, or where its CRDs are served and those of v1 are not (docs/adr/0014-mode-changes.md). Rejects as the
 * client does: an answer that did not come is no answer.
 */
export async function detectCalicoApi({ discovery, client, configured }: ApiGroupFacts): Promise<CalicoApiGroup> {
  const flavour = configuredFlavour(configured);
  if (flavour !== undefined) return flavour === 'v3' ? v3 : v1;
  if (await isMigrated(discovery, client)) return v3;
  const [native, stored] = await Promise.all([
    discovery.versionsOf('projectcalico.org'),
    discovery.versionsOf('crd.projectcalico.org'),
  ]);
  if (native.length === 0 || stored.length > 0) return v1;
  // Calico's API server without the CRDs behind it is a cluster of v1 that has lost them.
  return (await isAggregated(client)) ? v1 : v3;
}

async function isMigrated(discovery: Discovery, client: Client): Promise<boolean> {
  if ((await discovery.serving(DatastoreMigrations)) !== 'served') return false;
  return migratedApi((await client.list(DatastoreMigrations)).items) !== undefined;
}

async function isAggregated(client: Client): Promise<boolean> {
  const live = await client.get(APIService as ResourceType<KindsByName['APIService']>, { name: apiServiceRef.name });
  return live?.spec?.service !== undefined;
}

/** The same from what is defined: for a process that watches the definitions and misses no change. */
export function calicoApiOf(definitions: readonly string[], migrations: readonly DatastoreMigration[]): CalicoApiGroup {
  const isServed = (group: string): boolean => definitions.some((name) => groupOf(name) === group);
  const native = isServed('projectcalico.org') && !isServed('crd.projectcalico.org');
  return migratedApi(migrations) ?? (native ? v3 : v1);
}

/** CRDs are named `<plural>.<group>`. */
function groupOf(definition: string): string {
  return definition.slice(definition.indexOf('.') + 1);
}

/** Which CRDs belong to it. */
export function flavourOf(api: CalicoApiGroup): CrdFlavour {
  return api === v3 ? 'v3' : 'v1';
}

/** API groups that platforms are known by, as far as they are served. Rejects as the client does. */
export async function servedPlatformGroups(discovery: Discovery): Promise<ReadonlySet<string>> {
  const groups = ['networking.gke.io', 'core.tanzu.vmware.com', OPENSHIFT_CONFIG];
  const served = await Promise.all(groups.map(async (group) => (await discovery.versionsOf(group)).length > 0));
  return new Set(groups.filter((_, index) => served[index]));
}

/** In which versions admission policies are served, the newest of each. Rejects as the client does. */
export async function servedAdmission(discovery: Discovery): Promise<AdmissionApi> {
  const versionOf = async ({ group, kind }: ResourceType): Promise<AdmissionVersion | undefined> => {
    for (const version of ['v1', 'v1beta1', 'v1alpha1'] as const) {
      if ((await discovery.find({ group, version, kind })) !== undefined) return version;
    }
    return undefined;
  };
  const mutating = await versionOf(MutatingAdmissionPolicy);
  const validating = await versionOf(ValidatingAdmissionPolicy);
  return { ...(mutating && { mutating }), ...(validating && { validating }) };
}
