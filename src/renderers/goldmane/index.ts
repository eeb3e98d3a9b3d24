import type { ConfigMap, Container, Role, RoleBinding, Service } from '../../crds/generated/core.gen.ts';
import type { GoldmaneSpec } from '../../crds/goldmane.ts';
import type { Component } from '../component.ts';
import type { AddonInput } from '../input.ts';
import { addonDeployment, addonObjects, addonService, trustMounts, unwantedAddonObjects } from '../shared/addon.ts';
import { env, envIfSet } from '../shared/env.ts';
import { K8S_APP } from '../shared/labels.ts';
import { CALICO_SYSTEM, GOLDMANE, GOLDMANE_PORT } from '../shared/names.ts';
import { scrapeAnnotations } from '../shared/prometheus.ts';
import { CORE, role, roleBinding, rule, serviceAccountSubject } from '../shared/rbac.ts';
import { refTo } from '../shared/refs.ts';
import { BUNDLE_PATH, keyPairDirectory } from '../shared/tls-mounts.ts';
import { mount, type RenderedDeployment } from '../shared/workloads.ts';
import { goldmanePolicy } from './policy.ts';

export interface GoldmaneInput extends AddonInput {
  /** Spec of the Goldmane, which is the owner. */
  readonly goldmane: GoldmaneSpec;
}

const METRICS = 'goldmane-metrics';

/** Goldmane: collects the flow logs of all nodes, and passes them on to a management cluster where there is one. */
export const goldmane: Component<GoldmaneInput> = {
  name: GOLDMANE,
  images: ['goldmane'],
  render: (input) => {
    const port = metricsPort(input);
    return {
      present: [
        ...addonObjects(GOLDMANE, input),
        ...ownRbac(),
        settings(input),
        addonService(GOLDMANE, { port: GOLDMANE_PORT, targetPort: GOLDMANE_PORT }),
        ...(port === undefined ? [] : [metricsService(port)]),
        goldmaneDeployment(input),
        ...(input.tierReady ? [goldmanePolicy(input, port)] : []),
      ],
      absent: [...(port === undefined ? [refTo.service(METRICS)] : []), ...unwantedAddonObjects(GOLDMANE, input)],
    };
  },
};

/** Port of the metrics; undefined where they are off. */
function metricsPort({ goldmane: { metricsPort: port } }: GoldmaneInput): number | undefined {
  return port === 0 ? undefined : port;
}

/** Goldmane keeps its state in ConfigMaps. */
function ownRbac(): (Role | RoleBinding)[] {
  return [
    role(GOLDMANE, [rule(CORE, ['configmaps'], ['get', 'list', 'watch', 'create', 'update', 'patch'])]),
    roleBinding(GOLDMANE, { kind: 'Role', name: GOLDMANE }, [serviceAccountSubject(GOLDMANE)]),
  ];
}

/** Read again whenever it changes, so a connection that comes or goes restarts nothing. */
function settings({ connected }: GoldmaneInput): ConfigMap {
  const data = { 'config.json': JSON.stringify({ emitFlows: connected }) };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: GOLDMANE, namespace: CALICO_SYSTEM }, data };
}

/** Without an address of its own: Prometheus asks the pods. */
function metricsService(port: number): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: METRICS,
      namespace: CALICO_SYSTEM,
      labels: { [K8S_APP]: GOLDMANE },
      annotations: scrapeAnnotations(port),
    },
    spec: {
      clusterIP: 'None',
      selector: { [K8S_APP]: GOLDMANE },
      ports: [{ name: 'metrics-port', port, targetPort: port, protocol: 'TCP' }],
    },
  };
}

function goldmaneDeployment(input: GoldmaneInput): RenderedDeployment {
  return addonDeployment(GOLDMANE, input, {
    containers: [container(input)],
    volumes: [{ name: 'config', configMap: { name: GOLDMANE } }],
    override: input.goldmane.goldmaneDeployment,
  });
}

function container(input: GoldmaneInput): Container {
  const { images, certs, clusterDomain } = input;
  const pair = keyPairDirectory(certs.pair);
  return {
    name: GOLDMANE,
    image: images.goldmane,
    env: [
      env('LOG_LEVEL', 'INFO'),
      env('PORT', GOLDMANE_PORT),
      env('SERVER_CERT_PATH', `${pair}/tls.crt`),
      env('SERVER_KEY_PATH', `${pair}/tls.key`),
      env('CA_CERT_PATH', BUNDLE_PATH),
      env('PUSH_URL', `https://guardian.${CALICO_SYSTEM}.svc.${clusterDomain}:443/api/v1/flows/bulk`),
      env('FILE_CONFIG_PATH', '/config/config.json'),
      env('HEALTH_ENABLED', true),
      ...envIfSet('PROMETHEUS_PORT', metricsPort(input)),
    ],
    volumeMounts: [...trustMounts(GOLDMANE, input), mount('config', '/config', { readOnly: true })],
    livenessProbe: { exec: { command: ['/health', '-live'] } },
    readinessProbe: { exec: { command: ['/health', '-ready'] } },
  };
}
