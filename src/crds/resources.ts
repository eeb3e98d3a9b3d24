import { apiServer } from './apiserver.ts';
import type { ResourceDefinition } from './definition.ts';
import { gatewayApi } from './gatewayapi.ts';
import { goldmane } from './goldmane.ts';
import { imageSet } from './imageset.ts';
import { installation } from './installation/index.ts';
import { istio } from './istio.ts';
import { managementClusterConnection } from './management-cluster-connection.ts';
import { tigeraStatus } from './tigerastatus.ts';
import { whisker } from './whisker.ts';

/** The kinds of `operator.tigera.io`: what the operator itself is configured with. */
export const OPERATOR_RESOURCES: readonly ResourceDefinition[] = [
  apiServer,
  gatewayApi,
  goldmane,
  imageSet,
  installation,
  istio,
  managementClusterConnection,
  tigeraStatus,
  whisker,
];
