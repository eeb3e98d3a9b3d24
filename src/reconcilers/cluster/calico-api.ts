import { configuredFlavour, type CrdFlavour } from '../../crds/bundle.ts';
import type { Discovery } from '../../k8s/discovery.ts';
import { MutatingAdmissionPolicy, ValidatingAdmissionPolicy } from '../../k8s/kinds.ts';
import type { ResourceType } from '../../k8s/object.ts';
import type { AdmissionApi, AdmissionVersion, CalicoApiGroup } from '../../renderers/input.ts';
import { OPENSHIFT_CONFIG } from './openshift.ts';

const v3: CalicoApiGroup = 'projectcalico.org/v3';
const v1: CalicoApiGroup = 'crd.projectcalico.org/v1';

/**
 * Which API group carries Calico's configuration: what `CALICO_API_GROUP` says, else v3 where its CRDs are served and
 * those of v1 are not. Rejects as the client does.
 */
export async function detectCalicoApi(discovery: Discovery, configured: string | undefined): Promise<CalicoApiGroup> {
  const flavour = configuredFlavour(configured);
  if (flavour !== undefined) return flavour === 'v3' ? v3 : v1;
  const [native, stored] = await Promise.all([
    discovery.versionsOf('projectcalico.org'),
    discovery.versionsOf('crd.projectcalico.org'),
  ]);
  return native.length > 0 && stored.length === 0 ? v3 : v1;
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
