import * as calicoKinds from '../../crds/kinds.ts';
import * as builtinKinds from '../../k8s/kinds.ts';
import { apiVersionOf, type ObjectRef, type ResourceType } from '../../k8s/object.ts';

/** What only newer API servers serve as v1; sent in the version that discovery finds. */
const admissionKinds = [
  builtinKinds.MutatingAdmissionPolicy,
  builtinKinds.MutatingAdmissionPolicyBinding,
  builtinKinds.ValidatingAdmissionPolicy,
  builtinKinds.ValidatingAdmissionPolicyBinding,
].flatMap((type) => ['v1beta1', 'v1alpha1'].map((version) => ({ ...type, version })));

const known = new Map<string, ResourceType>(
  [...Object.values(builtinKinds), ...Object.values(calicoKinds), ...admissionKinds].map((type) => [
    keyOfType(apiVersionOf(type), type.kind),
    type,
  ]),
);

/** The resource of an object that we render. Throws TypeError for a kind that nobody listed: a mistake of ours. */
export function resourceTypeOf({ apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>): ResourceType {
  const type = known.get(keyOfType(apiVersion, kind));
  if (type === undefined)
    throw new TypeError(`No resource is known for ${apiVersion} ${kind}: add it to src/crds/kinds.ts`);
  return type;
}

function keyOfType(apiVersion: string, kind: string): string {
  return `${apiVersion} ${kind}`;
}
