import type { ClusterRole, ClusterRoleBinding, Container, EnvVar } from '../../crds/generated/core.gen.ts';
import type { ManagementClusterConnectionSpec } from '../../crds/management-cluster-connection.ts';
import type { Component } from '../component.ts';
import type { AddonInput, PullSecret } from '../input.ts';
import { addonDeployment, addonObjects, addonService, trustMounts, unwantedAddonObjects } from '../shared/addon.ts';
import { env, envIfSet } from '../shared/env.ts';
import { GOLDMANE_HOST, GOLDMANE_PORT, GUARDIAN, GUARDIAN_PORT } from '../shared/names.ts';
import { clusterRole, clusterRoleBinding, CORE, READ, rule, serviceAccountSubject } from '../shared/rbac.ts';
import { secretCopy } from '../shared/secret-copy.ts';
import { BUNDLE_PATH, configAnnotation, hashAnnotation, keyPairDirectory } from '../shared/tls-mounts.ts';
import { mount, type RenderedDeployment } from '../shared/workloads.ts';
import { guardianPolicy } from './policy.ts';

export interface GuardianInput extends AddonInput {
  /** Spec of the ManagementClusterConnection, which is the owner. */
  readonly connection: ManagementClusterConnectionSpec;
  /** Certificates of the tunnel: this cluster's, with its key, and the management cluster's. */
  readonly tunnel: PullSecret;
}

const ROLE = 'calico-guardian';
const HEALTH_PORT = 9080;

/** Guardian: opens a tunnel to a management cluster, which by it reads this one's policies and gets its flow logs. */
export const guardian: Component<GuardianInput> = {
  name: GUARDIAN,
  images: ['guardian'],
  render: (input) => ({
    present: [
      ...addonObjects(GUARDIAN, input),
      ...ownRbac(),
      secretCopy(input.tunnel),
      addonService(GUARDIAN, { name: 'https', port: 443, targetPort: GUARDIAN_PORT }),
      guardianDeployment(input),
      ...(input.tierReady ? [guardianPolicy(input)] : []),
    ],
    absent: unwantedAddonObjects(GUARDIAN, input),
  }),
};

/** Kinds whose permissions name their tier, too. */
const TIERED = [
  'stagednetworkpolicies',
  'stagedglobalnetworkpolicies',
  'stagedkubernetesnetworkpolicies',
  'networkpolicies',
  'globalnetworkpolicies',
].flatMap((resource) => [resource, `tier.${resource}`]);

/** What the management cluster may read. */
function ownRbac(): (ClusterRole | ClusterRoleBinding)[] {
  return [
    clusterRole(ROLE, [
      rule(CORE, ['namespaces', 'services', 'pods'], READ),
      rule(['apps'], ['deployments', 'replicasets', 'statefulsets', 'daemonsets'], READ),
      rule(['networking.k8s.io'], ['networkpolicies'], READ),
      rule(
        ['projectcalico.org'],
        ['clusterinformations', 'tiers', ...TIERED, 'globalnetworksets', 'networksets'],
        READ,
      ),
    ]),
    clusterRoleBinding(ROLE, ROLE, [serviceAccountSubject(GUARDIAN)]),
  ];
}

function guardianDeployment(input: GuardianInput): RenderedDeployment {
  const { tunnel, connection, clusterInformation } = input;
  return addonDeployment(GUARDIAN, input, {
    containers: [container(input)],
    volumes: [{ name: 'guardian-certs', secret: { secretName: tunnel.name } }],
    annotations: {
      ...configAnnotation(tunnel.name, decoded(tunnel.data)),
      // The management cluster looks at the version when the tunnel opens.
      ...(clusterInformation.calicoVersion && { [hashAnnotation('version')]: clusterInformation.calicoVersion }),
    },
    override: connection.guardianDeployment,
  });
}

function decoded(data: PullSecret['data']): Record<string, string> {
  const entries = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function container(input: GuardianInput): Container {
  const health = { httpGet: { path: '/health', port: HEALTH_PORT } };
  return {
    // Overrides know the container by this name.
    name: 'tigera-guardian',
    image: input.images.guardian,
    env: containerEnv(input),
    volumeMounts: [...trustMounts(GUARDIAN, input), mount('guardian-certs', '/certs/', { readOnly: true })],
    livenessProbe: { ...health, initialDelaySeconds: 90 },
    readinessProbe: { ...health, initialDelaySeconds: 10 },
  };
}

function containerEnv({ connection, spec, certs, clusterDomain }: GuardianInput): EnvVar[] {
  const pair = keyPairDirectory(certs.pair);
  return [
    env('GUARDIAN_PORT', 9443),
    env('GUARDIAN_LOGLEVEL', 'INFO'),
    ...envIfSet('GUARDIAN_VOLTRON_URL', connection.managementClusterAddr),
    env('GUARDIAN_VOLTRON_CA_TYPE', 'Tigera'),
    env('GUARDIAN_CA_FILE', BUNDLE_PATH),
    ...proxyEnv(spec),
    env('GUARDIAN_GOLDMANE_ENDPOINT', `https://${GOLDMANE_HOST}.${clusterDomain}:${GOLDMANE_PORT}`),
    env('GUARDIAN_GOLDMANE_CLIENT_CERT', `${pair}/tls.crt`),
    env('GUARDIAN_GOLDMANE_CLIENT_KEY', `${pair}/tls.key`),
  ];
}

function proxyEnv({ proxy: { httpProxy, httpsProxy, noProxy } = {} }: GuardianInput['spec']): EnvVar[] {
  return [...inBoth('HTTP_PROXY', httpProxy), ...inBoth('HTTPS_PROXY', httpsProxy), ...inBoth('NO_PROXY', noProxy)];
}

/** Programs differ in which spelling they read. */
function inBoth(name: string, value: string | undefined): EnvVar[] {
  return [name, name.toLowerCase()].flatMap((spelling) => envIfSet(spelling, value));
}
