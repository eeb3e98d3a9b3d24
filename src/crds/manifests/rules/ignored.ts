import { ENDPOINT_CONFIG, INSTALL_CNI, NODE } from '../facts.ts';
import { fieldOf, type ManifestReading } from '../manifest-reading.ts';
import { check, type ManifestRule } from './rule.ts';

/** Variables that the operator sets in its own way, or that only matter before there are pools. */
const ignored: readonly RegExp[] = [
  /^WAIT_FOR_DATASTORE$/,
  /^CLUSTER_TYPE$/,
  /^CALICO_DISABLE_FILE_LOGGING$/,
  /^NO_DEFAULT_POOLS$/,
  /^FELIX_LOGSEVERITY(SCREEN|SYS)$/,
  /^FELIX_(HEALTHENABLED|USAGEREPORTINGENABLED|TYPHAK8SSERVICENAME)$/,
  /^CALICO_IPV[46]POOL_(CIDR|BLOCK_SIZE|IPIP|VXLAN|NAT_OUTGOING|NODE_SELECTOR|DISABLE_BGP_EXPORT)$/,
];

const ownWay = check('variables that the operator sets in its own way', (reading) => {
  for (const { container, variable } of reading.unread()) {
    if (container === NODE && ignored.some((pattern) => pattern.test(variable.name))) {
      reading.variable(variable.name, container);
    }
  }
  for (const name of ['KUBERNETES_NODE_NAME', 'CALICO_NETWORKING_BACKEND']) reading.variable(name, 'upgrade-ipam');
  reading.variable('SLEEP', INSTALL_CNI);
});

const datastore = check('`DATASTORE_TYPE`', (reading) => void reading.expectEnv('DATASTORE_TYPE', ['kubernetes']));

const hostAction = check(
  '`FELIX_DEFAULTENDPOINTTOHOSTACTION`',
  (reading) => void reading.expectEnv('FELIX_DEFAULTENDPOINTTOHOSTACTION', ['accept']),
);

/** Which variable names the node, by container. */
const nodeNames: Readonly<Record<string, string>> = {
  'calico-node': 'NODENAME',
  [INSTALL_CNI]: 'KUBERNETES_NODE_NAME',
};

const nodeName = check('`NODENAME`, `KUBERNETES_NODE_NAME`', (reading) => {
  for (const [container, name] of Object.entries(nodeNames)) {
    const variable = reading.variable(name, container);
    const isRight = variable === undefined || variable.valueFrom?.fieldRef?.fieldPath === 'spec.nodeName';
    const fix = 'take it from the field spec.nodeName';
    reading.refuseIf(!isRight, {
      field: fieldOf(name, container),
      value: variable?.value,
      message: 'is no name of a node',
      fix,
    });
  }
});

/** Containers of Calico's manifests. */
const known: ReadonlySet<string> = new Set([
  NODE,
  INSTALL_CNI,
  'upgrade-ipam',
  'flexvol-driver',
  'mount-bpffs',
  'ebpf-bootstrap',
]);

const otherContainers = check('other containers of calico-node', (reading) => {
  for (const { name } of reading.containers.filter((container) => !known.has(container.name))) {
    const about = { message: 'is none of Calico, and would be lost', fix: 'run it in a DaemonSet of its own' };
    reading.refuseIf(true, { field: 'container', value: name, ...about });
  }
});

/** Whole ConfigMaps as environment: only the one with the address of the API server. */
const wholeSources = check('`envFrom`', (reading) => {
  for (const { name: container, envFrom = [] } of reading.containers) {
    for (const { configMapRef, secretRef } of envFrom) {
      const name = configMapRef?.name ?? secretRef?.name;
      const fix = 'set its variables one by one';
      const field = `envFrom of container ${container}`;
      reading.refuseIf(configMapRef?.name !== ENDPOINT_CONFIG, {
        field,
        value: name,
        message: 'is not understood',
        fix,
      });
    }
  }
});

/** Refuses, by name, what no rule has understood. */
export function refuseUnread(reading: ManifestReading): void {
  for (const { container, variable } of reading.unread()) {
    const { name, value } = variable;
    const fix = 'remove it; spec.calicoNodeDaemonSet of the Installation can set variables of containers';
    reading.refuseIf(true, { field: fieldOf(name, container), value, message: 'is not understood', fix });
  }
}

/** Rules about what is the same with the operator, or must be. */
export const ignoredRules: readonly ManifestRule[] = [
  ownWay,
  datastore,
  hostAction,
  nodeName,
  otherContainers,
  wholeSources,
];
