import type { APIService, PodDisruptionBudget, Service } from '../../crds/generated/core.gen.ts';
import type { KubeObject, ObjectRef } from '../../k8s/object.ts';
import { keyPairSecrets } from '../shared/key-pair-secrets.ts';
import type { Component } from '../component.ts';
import type { ApiServerInput } from '../input.ts';
import { authorityBundle } from '../shared/authority-bundle.ts';
import { requestBinding, requestBindingRef } from '../shared/certificate-request.ts';
import { K8S_APP } from '../shared/labels.ts';
import {
  CALICO_API,
  CALICO_APISERVER,
  CALICO_SYSTEM,
  CALICO_SYSTEM_TIER,
  FORMER_TIER,
  KUBE_SYSTEM,
} from '../shared/names.ts';
import { serviceAccount } from '../shared/rbac.ts';
import { refTo } from '../shared/refs.ts';
import { apiServerDeployment, apiServerPort, SELECTED } from './deployment.ts';
import { apiServerPolicy } from './policy.ts';
import { accountBindings, AUTH_ACCESS, AUTH_READER, commonRbac, PASSTHROUGH, serverRbac } from './rbac.ts';

export type ApiServerComponentInput = Pick<
  ApiServerInput,
  | 'spec'
  | 'apiServer'
  | 'calicoApi'
  | 'images'
  | 'certs'
  | 'endpoint'
  | 'formerAnchors'
  | 'staleApiService'
  | 'formerNamespaceUnused'
  | 'tierReady'
  | 'withoutAdmissionPolicies'
>;

/** Name of the APIService: version and group. */
const API_SERVICE = 'v3.projectcalico.org';

/**
 * calico-apiserver, which serves projectcalico.org/v3 from what is stored in crd.projectcalico.org/v1. Where CRDs serve the
 * group themselves nothing of it runs; roles and certificate are there for tools that look for them.
 */
export const apiserver: Component<ApiServerComponentInput> = {
  name: 'apiserver',
  images: ['apiserver'],
  render: (input) => {
    const serves = input.calicoApi !== 'projectcalico.org/v3';
    return {
      present: [
        ...commonRbac(input),
        ...keyPairSecrets(input.certs.apiServer),
        ...(serves ? aggregated(input) : []),
        ...(input.tierReady ? [apiServerPolicy(input)] : []),
      ],
      absent: [...(serves ? withoutRequests(input) : unused(input)), ...(input.certs.unused ?? []), ...former(input)],
    };
  },
};

function aggregated(input: ApiServerComponentInput): KubeObject[] {
  return [
    serviceAccount(CALICO_APISERVER),
    ...serverRbac(input.spec.kubernetesProvider),
    disruptionBudget(),
    service(apiServerPort(input)),
    apiServerDeployment(input),
    apiService(input),
    ...(input.certs.apiServer.signer === undefined ? [] : [requestBinding(CALICO_APISERVER)]),
  ];
}

/** What only a running calico-apiserver needs. A binding to an account that is gone waits for anybody who makes it again. */
export const apiServerRefs: readonly ObjectRef[] = [
  refTo.deployment(CALICO_APISERVER),
  refTo.service(CALICO_API),
  refTo.disruptionBudget(CALICO_APISERVER),
  requestBindingRef(CALICO_APISERVER),
  ...accountBindings.map(refTo.clusterRoleBinding),
  refTo.clusterRoleBinding(AUTH_ACCESS),
  refTo.clusterRole(AUTH_ACCESS),
  refTo.clusterRoleBinding(PASSTHROUGH),
  refTo.clusterRole(PASSTHROUGH),
  { ...refTo.roleBinding(AUTH_READER), namespace: KUBE_SYSTEM },
  refTo.serviceAccount(CALICO_APISERVER),
];

/** The policy of its pods. */
export const apiServerPolicyRef = refTo.policy(`${CALICO_SYSTEM_TIER}.apiserver-access`);

export const apiServiceRef: ObjectRef = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  name: API_SERVICE,
};

function withoutRequests({ certs }: ApiServerComponentInput): ObjectRef[] {
  return certs.apiServer.signer === undefined ? [requestBindingRef(CALICO_APISERVER)] : [];
}

/** Kubernetes makes an APIService of this name for the CRDs, which is left alone. */
function unused({ staleApiService }: ApiServerComponentInput): ObjectRef[] {
  return [...(staleApiService === true ? [apiServiceRef] : []), ...apiServerRefs];
}

/** What earlier releases left. */
function former({ tierReady, formerNamespaceUnused }: ApiServerComponentInput): ObjectRef[] {
  return [
    refTo.clusterRoleBinding('tigera-apiserver-access-tigera-crds'),
    refTo.clusterRole('tigera-crds'),
    ...(tierReady ? [refTo.policy(`${FORMER_TIER}.apiserver-access`)] : []),
    ...(formerNamespaceUnused === true ? [formerNamespace] : []),
  ];
}

/** Where calico-apiserver ran in earlier releases. */
export const formerNamespace: ObjectRef = { apiVersion: 'v1', kind: 'Namespace', name: 'calico-apiserver' };

function disruptionBudget(): PodDisruptionBudget {
  const metadata = { name: CALICO_APISERVER, namespace: CALICO_SYSTEM };
  const spec = { maxUnavailable: 1, selector: { matchLabels: { ...SELECTED } } };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec };
}

function service(targetPort: number): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: CALICO_API, namespace: CALICO_SYSTEM, labels: { [K8S_APP]: CALICO_API } },
    spec: { selector: { ...SELECTED }, ports: [{ name: 'apiserver', port: 443, targetPort, protocol: 'TCP' }] },
  };
}

function apiService(input: ApiServerComponentInput): APIService {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: API_SERVICE },
    spec: {
      group: 'projectcalico.org',
      version: 'v3',
      groupPriorityMinimum: 1500,
      versionPriority: 200,
      service: { name: CALICO_API, namespace: CALICO_SYSTEM },
      caBundle: authorityBundle(input.certs.apiServer, input),
    },
  };
}
