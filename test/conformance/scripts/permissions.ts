import {
  as,
  apply,
  create,
  get,
  mergePatch,
  remove,
  robot,
  script,
  update,
  watch,
  type Manifest,
  type RequestStep,
  type Script,
  type Step,
  wait,
} from '../script.ts';

/** What a ServiceAccount may do, by Role and ClusterRole. */

const rbac = 'rbac.authorization.k8s.io/v1';
const roles = `/apis/${rbac}/namespaces/{ns}/roles`;
const bindings = `/apis/${rbac}/namespaces/{ns}/rolebindings`;
const clusterRoles = `/apis/${rbac}/clusterroles`;
const clusterBindings = `/apis/${rbac}/clusterrolebindings`;
const configMaps = '/api/v1/namespaces/{ns}/configmaps';
const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

const subjects = [{ kind: 'ServiceAccount', name: 'robot', namespace: '{ns}' }];

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

function role(name: string, rules: readonly Rule[]): Manifest {
  return { apiVersion: rbac, kind: 'Role', metadata: { name }, rules };
}

function binding(name: string, roleRef: object): Manifest {
  return { apiVersion: rbac, kind: 'RoleBinding', metadata: { name }, roleRef, subjects };
}

function refTo(kind: string, name: string): object {
  return { apiGroup: 'rbac.authorization.k8s.io', kind, name };
}

/** A right to something that nobody serves: what it answers tells whether a role has reached the authorizer. */
const probe: Rule = { apiGroups: ['probe.example.com'], resources: ['probes'], verbs: ['get'] };
const known = as(robot, wait('/apis/probe.example.com/v1/namespaces/{ns}/probes/p', 'page not found'));

/** The robot gets these rules in its namespace. */
function grant(...rules: readonly Rule[]): readonly Step[] {
  return [create(roles, role('r', [...rules, probe])), create(bindings, binding('r', refTo('Role', 'r'))), known];
}

/** The robot gets these rules everywhere. */
function grantEverywhere(...rules: readonly Rule[]): readonly Step[] {
  const [kind, name] = ['ClusterRole', 'r-{ns}'];
  return [
    create(clusterRoles, { apiVersion: rbac, kind, metadata: { name }, rules: [...rules, probe] }),
    create(clusterBindings, {
      apiVersion: rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: refTo(kind, name),
      subjects,
    }),
    known,
  ];
}

const core = { apiGroups: [''], resources: ['configmaps'] };

function configMap(name: string, metadata: object = {}): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata } };
}

/** All that a client does to an object. */
const deeds: readonly RequestStep[] = [
  get(`${configMaps}/a`),
  get(configMaps),
  create(configMaps, configMap('b')),
  mergePatch(`${configMaps}/a`, { data: { a: '1' } }),
  apply(`${configMaps}/a`, 'robot', configMap('a')),
  apply(`${configMaps}/c`, 'robot', configMap('c')),
  update(`${configMaps}/a`, configMap('a')),
  get(`${configMaps}?fieldSelector=metadata.name%3Da`),
  remove(`${configMaps}/a`),
].map((step) => as(robot, step));

const readable = as(robot, wait(`${configMaps}/a`, 'resourceVersion'));

const grants: Readonly<Record<string, readonly Step[]>> = {
  'with no rights': [],
  'with every right': grant({ ...core, verbs: ['*'] }),
  'with rights to read': grant({ ...core, verbs: ['get', 'list', 'watch'] }),
  'with rights to write': grant({ ...core, verbs: ['create', 'update', 'patch', 'delete'] }),
  'with the right to patch': grant({ ...core, verbs: ['patch'] }),
  'with the rights to create and patch': grant({ ...core, verbs: ['create', 'patch'] }),
  'with rights by name': grant({ ...core, resourceNames: ['a'], verbs: ['*'] }),
  'with the right to create by name': grant({ ...core, resourceNames: ['b', 'c'], verbs: ['create', 'patch'] }),
  'with rights to all resources': grant({ apiGroups: [''], resources: ['*'], verbs: ['get', 'list'] }),
  'with rights in all groups': grant({ apiGroups: ['*'], resources: ['configmaps'], verbs: ['get', 'patch'] }),
  'with rights in another group': grant({ apiGroups: ['apps'], resources: ['configmaps'], verbs: ['*'] }),
  'with rights everywhere': grantEverywhere({ ...core, verbs: ['get', 'list', 'patch'] }),
  'by a ClusterRole bound here': [create(bindings, binding('view', refTo('ClusterRole', 'view'))), readable],
  'by a role that is not there': [create(bindings, binding('none', refTo('Role', 'none')))],
  'as the editor of a namespace': [create(bindings, binding('edit', refTo('ClusterRole', 'edit'))), readable],
};

const asked = Object.entries(grants).map(([what, steps]) =>
  script(`A ServiceAccount ${what}`, create(configMaps, configMap('a')), ...steps, ...deeds),
);

function access(resourceAttributes: object): RequestStep {
  return as(robot, create(reviews, review({ resourceAttributes })));
}

function review(spec: object): object {
  return { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec };
}

const pods: Rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const mayWriteRoles: Rule = {
  apiGroups: ['rbac.authorization.k8s.io'],
  resources: ['roles', 'rolebindings'],
  verbs: ['*'],
};
const writeRoles: Rule = { ...mayWriteRoles, verbs: ['get', 'create', 'update', 'patch', 'delete'] };

const escalation = [
  script(
    'A role cannot grant what its writer does not have',
    ...grant(pods, writeRoles),
    as(robot, create(roles, role('same', [pods]))),
    as(robot, create(roles, role('more', [{ ...pods, verbs: ['get', 'list'] }]))),
    as(robot, mergePatch(`${roles}/same`, { rules: [{ ...pods, verbs: ['*'] }] })),
    as(robot, mergePatch(`${roles}/same`, { metadata: { labels: { a: '1' } } })),
    as(robot, apply(`${roles}/applied`, 'robot', role('applied', [{ ...pods, resourceNames: ['p'] }]))),
    as(robot, apply(`${roles}/applied`, 'robot', role('applied', [{ ...pods, resources: ['secrets'] }]))),
  ),
  script(
    'The verb escalate lifts the limit',
    ...grant(writeRoles, { ...mayWriteRoles, verbs: ['escalate'] }),
    as(robot, create(roles, role('more', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]))),
  ),
  script(
    'A binding needs the rights of its role',
    create(roles, role('small', [pods])),
    create(roles, role('big', [{ ...pods, verbs: ['delete'] }])),
    ...grant(pods, writeRoles),
    as(robot, create(bindings, binding('small', refTo('Role', 'small')))),
    as(robot, create(bindings, binding('big', refTo('Role', 'big')))),
    as(robot, create(bindings, binding('none', refTo('Role', 'nowhere')))),
  ),
  script(
    'The verb bind by name lets bind one role',
    create(roles, role('big', [{ ...pods, verbs: ['delete'] }])),
    create(roles, role('other', [{ ...pods, verbs: ['delete'] }])),
    ...grant(writeRoles, { ...mayWriteRoles, verbs: ['bind'], resourceNames: ['big'] }),
    as(robot, create(bindings, binding('big', refTo('Role', 'big')))),
    as(robot, create(bindings, binding('other', refTo('Role', 'other')))),
  ),
  script(
    'The role of a binding cannot change',
    create(bindings, binding('b', refTo('ClusterRole', 'view'))),
    mergePatch(`${bindings}/b`, { roleRef: { name: 'edit' } }),
    apply(`${bindings}/b`, 'one', binding('b', refTo('ClusterRole', 'edit')), true),
    mergePatch(`${bindings}/b`, { subjects: null }),
  ),
];

const others = [
  script(
    'A review tells what one may do',
    ...grant({ ...core, verbs: ['get'], resourceNames: ['a'] }),
    access({ namespace: '{ns}', verb: 'get', resource: 'configmaps', name: 'a' }),
    access({ namespace: '{ns}', verb: 'get', resource: 'configmaps', name: 'b' }),
    access({ namespace: '{ns}', verb: 'get', resource: 'configmaps' }),
    access({ verb: 'get', resource: 'configmaps', name: 'a' }),
    access({ namespace: '{ns}', verb: '*', resource: '*' }),
    access({ namespace: '{ns}', verb: 'get', group: 'apps', resource: 'configmaps', name: 'a' }),
  ),
  script(
    'A review of paths',
    ...grantEverywhere({ nonResourceURLs: ['/special/*'], verbs: ['get'] }),
    as(robot, create(reviews, review({ nonResourceAttributes: { path: '/special/one', verb: 'get' } }))),
    as(robot, create(reviews, review({ nonResourceAttributes: { path: '/special', verb: 'get' } }))),
    as(robot, create(reviews, review({ nonResourceAttributes: { path: '/version', verb: 'get' } }))),
  ),
  script('A review that asks nothing', create(reviews, review({}))),
  script(
    'An administrator may do everything',
    create(reviews, review({ resourceAttributes: { verb: 'delete', resource: 'nodes' } })),
  ),
  script(
    'Rights end with their binding',
    create(configMaps, configMap('a')),
    ...grant({ ...core, verbs: ['get'] }),
    as(robot, get(`${configMaps}/a`)),
    remove(`${bindings}/r`),
    as(robot, wait(`${configMaps}/a`, 'Forbidden')),
    as(robot, get(`${configMaps}/a`)),
  ),
  script(
    'The status is a right of its own',
    create('/apis/example.com/v1/namespaces/{ns}/widgets', {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'w' },
      spec: { size: 1 },
    }),
    ...grant({ apiGroups: ['example.com'], resources: ['widgets/status'], verbs: ['patch', 'get'] }),
    as(robot, mergePatch('/apis/example.com/v1/namespaces/{ns}/widgets/w/status', { status: { phase: 'Up' } })),
    as(robot, mergePatch('/apis/example.com/v1/namespaces/{ns}/widgets/w', { spec: { size: 2 } })),
    as(robot, get('/apis/example.com/v1/namespaces/{ns}/widgets/w')),
  ),
  script('Discovery is for everybody who is known', as(robot, get('/healthz')), as(robot, get('/metrics'))),
  script(
    'A watch needs its own right',
    ...grant({ ...core, verbs: ['list'] }),
    as(robot, watch(`${configMaps}?watch=true`)),
  ),
  script(
    'A watch by name',
    ...grant({ ...core, verbs: ['watch'], resourceNames: ['a'] }),
    as(robot, watch(`${configMaps}?watch=true&fieldSelector=metadata.name%3Da`)),
    as(robot, watch(`${configMaps}?watch=true`)),
    create(configMaps, configMap('a')),
  ),
];

export const permissions: readonly Script[] = [...asked, ...escalation, ...others];
