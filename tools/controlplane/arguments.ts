import { join } from 'node:path';

export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiserver: number;
  readonly controllerManager: number;
  readonly scheduler: number;
}

/** One line for each request but those of the administrator, kwok and the control plane itself. */
export const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  users: [admin, kwok, 'system:apiserver', 'system:kube-controller-manager', 'system:kube-scheduler']
- level: None
  userGroups: ['system:serviceaccounts:kube-system']
- level: Metadata
`;

/** Durability is off: the data lives as long as the process. */
export function etcdArguments(folder: string, ports: Ports): string[] {
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  const client = `http://127.0.0.1:${ports.etcd}`;
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
    '--quota-backend-bytes=8000000000',
  ];
}

export function apiserverArguments(folder: string, ports: Ports, webhooks: boolean): string[] {
  const file = (name: string): string => join(folder, name);
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    `--secure-port=${ports.apiserver}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--tls-cert-file=${file('server.crt')}`,
    `--tls-private-key-file=${file('server.key')}`,
    `--client-ca-file=${file('ca.crt')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('sa.pub')}`,
    `--service-account-signing-key-file=${file('sa.key')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=Node,RBAC',
    '--endpoint-reconciler-type=none',
    `--requestheader-client-ca-file=${file('ca.crt')}`,
    `--proxy-client-cert-file=${file('front.crt')}`,
    `--proxy-client-key-file=${file('front.key')}`,
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-allowed-names=front-proxy',
    '--allow-privileged',
    `--audit-policy-file=${file('audit.yaml')}`,
    `--audit-log-path=${file('audit.log')}`,
    '--audit-log-maxsize=4000',
    '--max-requests-inflight=2000',
    '--max-mutating-requests-inflight=1000',
    ...(webhooks ? [] : ['--disable-admission-plugins=ValidatingAdmissionWebhook,MutatingAdmissionWebhook']),
  ];
}

export function controllerManagerArguments(folder: string, ports: Ports): string[] {
  const file = (name: string): string => join(folder, name);
  return [
    `--kubeconfig=${file('kcm.kubeconfig')}`,
    `--secure-port=${ports.controllerManager}`,
    '--bind-address=127.0.0.1',
    `--service-account-private-key-file=${file('sa.key')}`,
    `--root-ca-file=${file('ca.crt')}`,
    '--use-service-account-credentials',
    `--cluster-signing-cert-file=${file('ca.crt')}`,
    `--cluster-signing-key-file=${file('ca.key')}`,
    '--leader-elect=false',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    '--node-monitor-grace-period=3600s',
    '--controllers=*,-nodeipam,-node-route-controller,-cloud-node-lifecycle-controller',
  ];
}

export function schedulerArguments(folder: string, ports: Ports): string[] {
  return [
    `--kubeconfig=${join(folder, 'scheduler.kubeconfig')}`,
    `--secure-port=${ports.scheduler}`,
    '--bind-address=127.0.0.1',
    '--leader-elect=false',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ];
}
