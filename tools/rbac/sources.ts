import { crdPermissions, manifestPermissions, type Permission } from '../../src/controllers/permissions.ts';
import type { ClusterRoleBinding, RoleBinding } from '../../src/crds/generated/core.gen.ts';
import { systemClock } from '../../src/k8s/clock.ts';
import type { Client, Selection } from '../../src/k8s/client.ts';
import type { Informer, InformerOptions } from '../../src/k8s/informer.ts';
import { ClusterRole, Role } from '../../src/k8s/kinds.ts';
import { refOf, type KubeObject, type ObjectRef, type ResourceType } from '../../src/k8s/object.ts';
import type { Projected, Projection } from '../../src/k8s/projection.ts';
import { SharedInformers } from '../../src/k8s/shared-informers.ts';
import { planApply } from '../../src/reconcilers/apply/plan.ts';
import { watchCluster } from '../../src/reconcilers/cluster/cluster.ts';
import { OPENSHIFT_CONFIG } from '../../src/reconcilers/cluster/openshift.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';
import { renderAdmissionPolicies, renderMigration } from '../../src/renderers/catalog.ts';
import { allRenderedRoles, isRole, renderEveryCase } from '../../src/renderers/every-case.ts';
import type { OperatorIdentity } from '../../src/renderers/input.ts';
import { CALICO_SYSTEM, KUBE_SYSTEM } from '../../src/renderers/shared/names.ts';
import { coreTeardown } from '../../src/renderers/teardown.ts';
import { grantsOf, type Grant } from './grants.ts';

/** A grant and where it is needed; for the whole cluster where no namespace is named. */
export interface NeededGrant extends Grant {
  readonly namespace?: string;
}

/** Every grant that the operator needs, from the three places that know. */
export function neededGrants(permissions: readonly Permission[], operator: OperatorIdentity): NeededGrant[] {
  return [
    ...permissions.flatMap((each) => declared(each, operator)),
    ...watched(operator),
    ...rendered(),
    ...granted(),
  ];
}

/** What it takes to bring the CRDs and the admission policies. */
export function crdGrants(names: readonly string[], operator: OperatorIdentity): Grant[] {
  const admissionApi = { mutating: 'v1', validating: 'v1' } as const;
  const policies = renderAdmissionPolicies({ operator, admissionApi }).present.map(refOf);
  return crdPermissions(names, policies).flatMap((each) => declared(each, operator));
}

/** What it takes to let calico-kube-controllers move Calico's data: to write its role, and to hold what it grants. */
export function migrationGrants(operator: OperatorIdentity): Grant[] {
  const calicoApi = 'projectcalico.org/v3';
  const owner = { reference: { apiVersion: '', kind: '', name: '', uid: '' }, component: '' };
  const { present } = renderMigration({ owner, operator, calicoApi, isMigrating: true });
  const written = present.flatMap((object) => onObject(refOf(object), ['get', 'create', 'patch', 'delete']));
  const rules = present.flatMap((object) => (isRole(object) ? (object.rules ?? []) : []));
  return [...written, ...present.flatMap(bound), ...rules.flatMap(grantsOf)];
}

/** What it takes to move an installation from manifests out of kube-system. */
export function manifestGrants(operator: OperatorIdentity): Grant[] {
  return manifestPermissions.flatMap((each) => declared(each, operator));
}

interface Need {
  readonly verbs: readonly string[];
  readonly subresource?: string | undefined;
  readonly names?: readonly string[] | undefined;
  readonly namespace?: string | undefined;
}

function need({ group, plural }: ResourceType, { verbs, subresource, names = [], namespace }: Need): NeededGrant[] {
  const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
  const rule = { apiGroups: [group], resources: [resource], verbs: [...verbs], resourceNames: [...names] };
  return grantsOf(rule).map((grant) => placed(grant, namespace));
}

function placed(grant: Grant, namespace: string | undefined): NeededGrant {
  return namespace === undefined ? grant : { ...grant, namespace };
}

function declared({ on, within, ...rest }: Permission, operator: OperatorIdentity): NeededGrant[] {
  const namespaces = {
    'operator namespace': operator.namespace,
    'calico-system': CALICO_SYSTEM,
    'kube-system': KUBE_SYSTEM,
  };
  return need(on, { ...rest, namespace: within && namespaces[within] });
}

/** What the informers list and watch. A field selector on the name is a name to RBAC. */
function watched(operator: OperatorIdentity): NeededGrant[] {
  const recorder = new WatchRecorder();
  const platformGroups = new Set([OPENSHIFT_CONFIG]);
  for (const calicoApi of ['projectcalico.org/v3', 'crd.projectcalico.org/v1'] as const) {
    watchCluster(recorder, { operator, calicoApi, platformGroups }).secrets.watch();
  }
  return recorder.watches.flatMap(({ type, namespace, fieldSelector }) => {
    const name = /^metadata\.name=(.+)$/.exec(fieldSelector ?? '')?.[1];
    return need(type, { verbs: ['list', 'watch'], namespace, names: name === undefined ? [] : [name] });
  });
}

/** Writes down what would be watched; the informers never run. */
class WatchRecorder extends SharedInformers {
  readonly watches: (Selection & { readonly type: ResourceType })[] = [];

  constructor() {
    super({
      client: {} as Client,
      clock: systemClock,
      random: () => 0,
      withoutWatchList: new Set(),
      onError: (error) => {
        throw error;
      },
    });
  }

  override for<T extends KubeObject, const P extends Projection<T>>(
    options: InformerOptions<T, P>,
  ): Informer<Projected<T, P>> {
    this.watches.push(options);
    return super.for<T, P>(options);
  }
}

/** What is applied and deleted, by name. Server-side apply is authorised by name also where it creates the object. */
function rendered(): NeededGrant[] {
  const { present, absent } = renderEveryCase();
  const written = present.flatMap((object) => onObject(refOf(object), [...verbsFor(object)]));
  const { podNetworked, hostNetworked } = coreTeardown;
  const deleted = [...absent, ...podNetworked, ...hostNetworked].flatMap((ref) => onObject(ref, ['get', 'delete']));
  const released = coreTeardown.finalized.flatMap((ref) => onObject(ref, ['get', 'patch']));
  return [...written, ...deleted, ...released, ...present.flatMap(bound)];
}

function onObject(ref: ObjectRef, verbs: readonly string[]): NeededGrant[] {
  return need(resourceTypeOf(ref), { verbs, names: [ref.name], namespace: ref.namespace });
}

function verbsFor(object: KubeObject): readonly string[] {
  const apply = ['get', 'create', 'patch'];
  return mayBeRecreated(object) ? [...apply, 'delete'] : apply;
}

/** Asks the executor itself, with a live object that differs in all that the API refuses to change. */
function mayBeRecreated(desired: KubeObject): boolean {
  const others = { type: 'other', roleRef: { kind: 'ClusterRole', name: 'other' } };
  const spec = 'spec' in desired ? { spec: { ...(desired.spec as object), clusterIP: '10.96.0.1' } } : {};
  return planApply({ desired, live: { ...desired, ...others, ...spec }, extent: 'whole' }).do === 'recreate';
}

/** Who may `bind` a role by name can write a binding before the role exists; the two go out in one wave. */
function bound(object: KubeObject): NeededGrant[] {
  if (!isBinding(object)) return [];
  const { kind, name } = object.roleRef;
  return need(kind === 'Role' ? Role : ClusterRole, { verbs: ['bind'], names: [name] });
}

export function isBinding(object: KubeObject): object is ClusterRoleBinding | RoleBinding {
  return object.kind === 'ClusterRoleBinding' || object.kind === 'RoleBinding';
}

/** Nobody can grant what they do not hold: the union of all roles that are rendered stands in for `escalate`. */
function granted(): NeededGrant[] {
  return allRenderedRoles().flatMap(({ rules = [] }) => rules.flatMap(grantsOf));
}
