import { settingsKinds } from '../../crds/settings-kinds.ts';
import type { FelixConfigurationSpec } from '../../crds/calico/felix-configuration.ts';
import { ENDPOINT_CONFIG } from '../../crds/manifests/facts.ts';
import { Degraded } from '../../crds/status/degraded.ts';
import { ApiError, messageOf } from '../../k8s/errors.ts';
import { ConfigMap } from '../../k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../k8s/object.ts';
import { lostARace } from '../apply/apply-object.ts';
import type { ReconcileContext } from '../context.ts';
import { hasBegun, requireConversion } from './conversion.ts';

/**
 * What is carried over is the user's: a field manager of its own says where it comes from, and the operator never writes
 * it again.
 */
const fieldManager = 'calico-operator-manifests';

/**
 * Writes down what an installation from manifests had in variables and no field of the Installation holds: fields of
 * FelixConfiguration, and the address of the API server. Nothing to do once nodes move. Throws
 * `Degraded('MigrationError')`.
 */
export async function carryOver(ctx: ReconcileContext): Promise<void> {
  if (!ctx.cluster.formerInstall.isThere || hasBegun(ctx)) return;
  const { felix, endpoint } = requireConversion(ctx);
  if (!isCarried(ctx, felix)) {
    const apiVersion = ctx.settings.calicoApi;
    const object = { apiVersion, kind: 'FelixConfiguration', metadata: { name: 'default' }, spec: felix };
    await write(ctx, settingsKinds(apiVersion).felixConfigurations, object);
  }
  if (endpoint !== undefined) {
    const metadata = { name: ENDPOINT_CONFIG, namespace: ctx.settings.operator.namespace };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: endpoint };
    await write(ctx, ConfigMap, object);
  }
}

/** Whether every field was written before, whatever somebody has made of it since. */
function isCarried({ cluster }: ReconcileContext, felix: FelixConfigurationSpec): boolean {
  const entries = cluster.felixConfigurations.get('default')?.metadata.managedFields ?? [];
  const ours = entries.find(({ manager }) => manager === fieldManager)?.fieldsV1?.['f:spec'] ?? {};
  return Object.keys(felix).every((name) => ours[`f:${name}`] !== undefined);
}

async function write(ctx: ReconcileContext, type: ResourceType, object: KubeObject): Promise<void> {
  try {
    ctx.cluster.wrote(await ctx.client.apply(type, object, { fieldManager }));
  } catch (error) {
    if (lostARace(error) || !(error instanceof ApiError)) throw error;
    const text = `Could not carry over settings of the manifests to ${object.kind} ${object.metadata.name}: ${messageOf(error)}`;
    throw new Degraded('MigrationError', text, { cause: error });
  }
}
