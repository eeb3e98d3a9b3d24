import { ManagementClusterConnections } from '../../crds/kinds.ts';
import type { ManagementClusterConnection } from '../../crds/management-cluster-connection.ts';
import { problemIf, type Problem } from '../../crds/problem.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { validateConnection } from '../../crds/validate-addons.ts';
import { renderAddon } from '../../renderers/catalog.ts';
import { guardian } from '../../renderers/guardian/index.ts';
import type { PullSecret } from '../../renderers/input.ts';
import { GOLDMANE, GOLDMANE_PAIR, GUARDIAN, GUARDIAN_PAIR } from '../../renderers/shared/names.ts';
import { loadSecret } from '../cluster/user-config.ts';
import type { ReconcileContext } from '../context.ts';
import { loopbackNames, serviceNames, type Addon } from './addon.ts';

/** Names that the schema allows. Only the first is acted on, as in other releases; the second is told so. */
const connectionNames = ['tigera-secure', 'default'] as const;

/** Guardian, which a ManagementClusterConnection asks for. It is a client of Goldmane, and Goldmane one of it. */
export const guardianAddon: Addon<ManagementClusterConnection> = {
  status: 'management-cluster-connection',
  type: ManagementClusterConnections,
  names: connectionNames,
  component: guardian,
  finalizer: 'operator.tigera.io/guardian-controller',
  load: ({ cluster }) =>
    connectionNames.map((name) => cluster.managementClusterConnections.get(name)).find((found) => found !== undefined),
  validate: ({ metadata, spec = {} }) => [...nameProblems(metadata.name), ...validateConnection(spec)],
  require: (ctx) => void requireTunnel(ctx),
  acquaintance: (ctx) => {
    const [commonName, ...names] = serviceNames(ctx, GUARDIAN);
    return {
      leaf: { secret: GUARDIAN_PAIR, commonName, otherNames: [...names, ...loopbackNames] },
      meets: ['calico-apiserver-certs', 'tigera-packetcapture-server-tls', 'calico-node-prometheus-tls', GOLDMANE_PAIR],
      metBy: [GOLDMANE],
    };
  },
  render: (ctx, input, { spec = {} }) =>
    renderAddon(guardian, { ...input, connection: spec, tunnel: requireTunnel(ctx) }),
};

function nameProblems(name: string): readonly Problem[] {
  return problemIf(name !== connectionNames[0], {
    path: 'metadata.name',
    value: name,
    message: `has no effect; make it again as ${connectionNames[0]}`,
  });
}

/** The certificates of the tunnel, which the management cluster has handed out. */
function requireTunnel(ctx: ReconcileContext): PullSecret {
  const name = 'tigera-managed-cluster-connection';
  const found = loadSecret(ctx, name);
  if (found !== undefined) return found;
  const where = `Secret ${ctx.settings.operator.namespace}/${name}`;
  const text = `${where} does not exist; apply what the management cluster gave you for this one: managed-cluster.crt, managed-cluster.key and management-cluster.crt`;
  throw new Degraded('ResourceReadError', text, { retry: { afterSeconds: 300 } });
}
