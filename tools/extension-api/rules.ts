import { isDeepStrictEqual } from 'node:util';
import type { Client } from '../../src/k8s/client.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { Refusal } from './refusal.ts';

interface Tiered extends KubeObject {
  spec?: { tier?: string; defaultAction?: string } & Readonly<Record<string, unknown>>;
}

/** Who asks, as the Kubernetes API server says. */
export interface Asker {
  readonly user: string;
  readonly groups: readonly string[];
}

const tiered = new Set(['networkpolicies', 'globalnetworkpolicies']);
const tierLabel = 'projectcalico.org/tier';

/** What Calico's API server makes of an object before it stores it. */
export function completed(plural: string, object: KubeObject): KubeObject {
  const { spec = {}, metadata, ...rest } = object as Tiered;
  if (plural === 'ippools') return { ...rest, metadata, spec: { ...poolDefaults(spec), ...spec } } as KubeObject;
  if (plural === 'tiers') return { ...rest, metadata, spec: { defaultAction: 'Deny', ...spec } } as KubeObject;
  if (!tiered.has(plural)) return object;
  const tier = spec.tier ?? 'default';
  const labels = { ...metadata.labels, [tierLabel]: tier };
  return { ...rest, metadata: { ...metadata, labels }, spec: { ...spec, tier } } as KubeObject;
}

/** Defaults of a pool: https://docs.tigera.io/calico/latest/reference/resources/ippool */
function poolDefaults({ cidr }: Readonly<Record<string, unknown>>): object {
  return {
    blockSize: String(cidr).includes(':') ? 122 : 26,
    ipipMode: 'Never',
    vxlanMode: 'Never',
    nodeSelector: 'all()',
    allowedUses: ['Workload', 'Tunnel'],
    assignmentMode: 'Automatic',
  };
}

const fixed = ['cidr', 'blockSize'];

/** Throws Refusal for changes that no pool can have. */
export function checkChange(plural: string, before: KubeObject, after: KubeObject): void {
  if (plural !== 'ippools') return;
  const [old, wanted] = [before, after].map((object) => (object as Tiered).spec ?? {});
  const changed = fixed.filter((field) => !isDeepStrictEqual(old?.[field], wanted?.[field]));
  if (changed.length === 0) return;
  const message = `IPPool "${after.metadata.name}" is invalid: ${changed.join(', ')} cannot be changed`;
  throw new Refusal(422, 'Invalid', message);
}

interface Review extends KubeObject {
  spec: object;
  status?: { allowed?: boolean };
}

/** Throws Refusal where the asker may not use the tier of a policy. */
export async function checkTier(client: Client, asker: Asker, request: TierRequest): Promise<void> {
  const { plural, object, verb } = request;
  if (!tiered.has(plural)) return;
  const tier = (object as Tiered).spec?.tier ?? 'default';
  const group = 'projectcalico.org';
  const { namespace } = object.metadata;
  const attributes = [
    { group, verb: 'get', resource: 'tiers', name: tier },
    { group, verb, resource: `tier.${plural}`, name: `${tier}.${object.metadata.name}`, namespace },
    { group, verb, resource: `tier.${plural}`, name: `${tier}.*`, namespace },
  ];
  const [seesTier, thisOne, all] = await Promise.all(attributes.map((each) => isAllowed(client, asker, each)));
  if (seesTier === true && (thisOne === true || all === true)) return;
  throw new Refusal(403, 'Forbidden', `User "${asker.user}" cannot ${verb} ${plural} in tier "${tier}"`);
}

export interface TierRequest {
  readonly plural: string;
  readonly object: KubeObject;
  readonly verb: string;
}

const reviews = {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  namespaced: false,
} as const;

async function isAllowed(client: Client, { user, groups }: Asker, resourceAttributes: object): Promise<boolean> {
  const review: Review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    metadata: { name: '' },
    spec: { user, groups, resourceAttributes },
  };
  return (await client.create<Review>(reviews, review)).status?.allowed === true;
}
