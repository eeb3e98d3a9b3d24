import { operatorKind } from '../operator-kind.ts';
import { installationSpec } from './spec.ts';
import { installationStatus } from './status.ts';

/** The resource definition of Installation, for the generator. */
export const installation = operatorKind({
  kind: 'Installation',
  plural: 'installations',
  description:
    'Installs Calico and keeps it as described here. The operator reads the Installation named `default`, and lays ' +
    'one named `overlay` over it, field by field, if there is one.',
  spec: installationSpec,
  status: installationStatus,
  singleton: {
    names: ['default', 'tigera-secure', 'overlay'],
    message: "resource name must be 'default', 'tigera-secure', or 'overlay'",
  },
});
