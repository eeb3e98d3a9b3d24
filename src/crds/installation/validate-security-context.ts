import type { SecurityContext } from '../generated/core.gen.ts';
import { problemIf, type Problem } from '../problem.ts';
import type { ContainerOverride } from '../workload-override.ts';

/** What a container cannot work without, and why. */
interface Kept {
  readonly fields: SecurityContext;
  readonly reason: string;
}

const root: Kept = {
  fields: { privileged: true, allowPrivilegeEscalation: true, runAsUser: 0, runAsGroup: 0, runAsNonRoot: false },
  reason: 'it works on the node itself, as root and with all privileges',
};

/** Its services and the configuration that they make for BIRD are files of its own image. */
const calicoNode: Kept = { ...root, fields: { ...root.fields, readOnlyRootFilesystem: false } };

const user: Kept = {
  fields: { privileged: false, allowPrivilegeEscalation: false },
  reason: 'it needs no privileges',
};

const byContainer: Readonly<Record<string, Kept>> = {
  'calico-node': calicoNode,
  'hostpath-init': root,
  'install-cni': root,
  'flexvol-driver': root,
  'ebpf-bootstrap': root,
  'mount-bpffs': root,
  'node-certs-key-cert-provisioner': root,
  'calico-node-prometheus-server-tls-key-cert-provisioner': root,
  'calico-csi': root,
  'csi-node-driver-registrar': root,
  'csi-node-driver': root,
};

/** Security settings that would stop the container from doing its work, or that contradict each other once merged. */
export function keptSecurityProblems(
  { name: container, securityContext = {} }: ContainerOverride,
  path: string,
): readonly Problem[] {
  const { fields, reason } = byContainer[container] ?? user;
  const wanted: Readonly<Record<string, unknown>> = { ...securityContext };
  return [
    ...Object.entries(fields).flatMap(([field, value]) =>
      problemIf(wanted[field] !== undefined && wanted[field] !== value, {
        path: `${path}.${field}`,
        value: wanted[field],
        message: `must stay ${value} in container ${container}: ${reason}; remove it`,
      }),
    ),
    ...problemIf(fields.runAsNonRoot === undefined && isForbiddenRoot(securityContext), {
      path: `${path}.runAsUser`,
      value: 0,
      message: 'is root, which runAsNonRoot forbids; choose another user, or set runAsNonRoot: false beside it',
    }),
  ];
}

function isForbiddenRoot({ runAsUser, runAsNonRoot = true }: SecurityContext): boolean {
  return runAsUser === 0 && runAsNonRoot;
}
