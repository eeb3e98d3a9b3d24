import type { ClusterRoleBinding, Service } from '../../crds/generated/core.gen.ts';
import type { KubernetesProvider } from '../../crds/installation/spec.ts';
import type { ObjectRef } from '../../k8s/object.ts';
import type { Component } from '../component.ts';
import type { CoreInput } from '../input.ts';
import { K8S_APP } from '../shared/labels.ts';
import { CALICO_KUBE_CONTROLLERS, CALICO_SYSTEM } from '../shared/names.ts';
import { scrapeAnnotations } from '../shared/prometheus.ts';
import { refTo } from '../shared/refs.ts';
import { clusterRoleBinding, serviceAccount, serviceAccountSubject } from '../shared/rbac.ts';
import { kubeControllersDeployment } from './deployment.ts';
import { kubeControllersRole, kubeControllersRoleBinding } from './rbac.ts';

export type KubeControllersInput = Pick<
  CoreInput,
  'spec' | 'images' | 'certs' | 'endpoint' | 'kubeControllersMetricsPort'
>;

const METRICS_SERVICE = 'calico-kube-controllers-metrics';
const ENDPOINT_CONTROLLER = 'calico-kube-controllers-endpoint-controller';

/** calico-kube-controllers: garbage collection of addresses, addresses for load balancers. */
export const kubeControllers: Component<KubeControllersInput> = {
  name: 'kube-controllers',
  images: ['kube-controllers'],
  render: (input) => {
    const { spec, kubeControllersMetricsPort: port } = input;
    return {
      present: [
        serviceAccount(CALICO_KUBE_CONTROLLERS),
        kubeControllersRole(spec.kubernetesProvider),
        kubeControllersRoleBinding(),
        ...endpointControllerBinding(spec.kubernetesProvider),
        kubeControllersDeployment(input),
        ...(port === 0 ? [] : [metricsService(port)]),
      ],
      absent: port === 0 ? [refTo.service(METRICS_SERVICE)] : [],
    };
  },
};

/** All that the component may ever have, on any platform. */
export const kubeControllersRefs: readonly ObjectRef[] = [
  refTo.deployment(CALICO_KUBE_CONTROLLERS),
  refTo.service(METRICS_SERVICE),
  refTo.clusterRoleBinding(ENDPOINT_CONTROLLER),
  refTo.clusterRoleBinding(CALICO_KUBE_CONTROLLERS),
  refTo.clusterRole(CALICO_KUBE_CONTROLLERS),
  refTo.serviceAccount(CALICO_KUBE_CONTROLLERS),
];

/** OpenShift guards Endpoints by the permission `endpoints/restricted`, which this role of Kubernetes has. */
function endpointControllerBinding(provider: KubernetesProvider): ClusterRoleBinding[] {
  if (provider !== 'OpenShift') return [];
  const subjects = [serviceAccountSubject(CALICO_KUBE_CONTROLLERS)];
  return [clusterRoleBinding(ENDPOINT_CONTROLLER, 'system:controller:endpoint-controller', subjects)];
}

/** Headless: Prometheus wants the pod, and there is only one. */
function metricsService(port: number): Service {
  const labels = { [K8S_APP]: CALICO_KUBE_CONTROLLERS };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: METRICS_SERVICE, namespace: CALICO_SYSTEM, labels, annotations: scrapeAnnotations(port) },
    spec: {
      clusterIP: 'None',
      selector: labels,
      ports: [{ name: 'metrics-port', port, targetPort: port, protocol: 'TCP' }],
    },
  };
}
