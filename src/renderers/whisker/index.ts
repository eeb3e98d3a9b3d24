import type { Container } from '../../crds/generated/core.gen.ts';
import type { WhiskerSpec } from '../../crds/whisker.ts';
import type { Component } from '../component.ts';
import type { AddonInput } from '../input.ts';
import { addonDeployment, addonObjects, addonService, trustMounts, unwantedAddonObjects } from '../shared/addon.ts';
import { env, envOrEmpty } from '../shared/env.ts';
import { GOLDMANE_HOST, GOLDMANE_PORT, WHISKER } from '../shared/names.ts';
import { keyPairDirectory } from '../shared/tls-mounts.ts';
import { mount } from '../shared/workloads.ts';
import { BACKEND_PORT, NGINX_CONFIG, nginxConfig, UI_PORT } from './nginx.ts';
import { whiskerPolicy } from './policy.ts';

export interface WhiskerInput extends AddonInput {
  /** Spec of the Whisker, which is the owner. */
  readonly whisker: WhiskerSpec;
}

/** Whisker: the web console for flow logs, which it asks Goldmane for. It needs no right in the cluster. */
export const whisker: Component<WhiskerInput> = {
  name: WHISKER,
  images: ['whisker', 'whisker-backend'],
  render: (input) => ({
    present: [
      ...addonObjects(WHISKER, input),
      nginxConfig(input),
      addonService(WHISKER, { port: UI_PORT, targetPort: UI_PORT }),
      addonDeployment(WHISKER, input, {
        containers: [console(input), backend(input)],
        volumes: [{ name: 'nginx-config', configMap: { name: NGINX_CONFIG } }],
        override: input.whisker.whiskerDeployment,
      }),
      ...(input.tierReady ? [whiskerPolicy(input)] : []),
    ],
    absent: unwantedAddonObjects(WHISKER, input),
  }),
};

/** nginx with the pages. */
function console({ images, whisker: { notifications = 'Enabled' }, clusterInformation }: WhiskerInput): Container {
  const { calicoVersion, clusterGUID, clusterType } = clusterInformation;
  return {
    name: WHISKER,
    image: images.whisker,
    env: [
      env('LOG_LEVEL', 'INFO'),
      envOrEmpty('CALICO_VERSION', calicoVersion),
      envOrEmpty('CLUSTER_ID', clusterGUID),
      envOrEmpty('CLUSTER_TYPE', clusterType),
      env('NOTIFICATIONS', notifications),
    ],
    volumeMounts: [mount('nginx-config', '/etc/nginx/conf.d', { readOnly: true })],
  };
}

/** Asks Goldmane, as a client with a certificate. */
function backend(input: WhiskerInput): Container {
  const { images, certs, clusterDomain } = input;
  const pair = keyPairDirectory(certs.pair);
  return {
    name: 'whisker-backend',
    image: images['whisker-backend'],
    env: [
      env('LOG_LEVEL', 'INFO'),
      env('PORT', BACKEND_PORT),
      env('GOLDMANE_HOST', `${GOLDMANE_HOST}.${clusterDomain}:${GOLDMANE_PORT}`),
      env('TLS_CERT_PATH', `${pair}/tls.crt`),
      env('TLS_KEY_PATH', `${pair}/tls.key`),
    ],
    volumeMounts: trustMounts(WHISKER, input),
  };
}
