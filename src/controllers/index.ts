import type { ReconcileContext } from '../reconcilers/context.ts';
import type { ControllerDefinition } from '../runtime/define-controller.ts';
import { addonControllers } from './addons.ts';
import { apiServerController } from './apiserver.ts';
import { crdsController } from './crds.ts';
import { installationController } from './installation.ts';
import { ipPoolsController } from './ippools.ts';
import { kubeProxyController } from './kube-proxy.ts';
import { tiersController } from './tiers.ts';
import { windowsController } from './windows.ts';

/** All controllers of the operator. Each asks and logs in its own name, which the API server's audit log has, too. */
export function allControllers(contextFor: (name: string) => ReconcileContext): ControllerDefinition[] {
  return [
    ...addonControllers(contextFor),
    apiServerController(contextFor('apiserver')),
    ...crdsController(contextFor('crds')),
    installationController(contextFor('installation')),
    ipPoolsController(contextFor('ippools')),
    kubeProxyController(contextFor('kube-proxy')),
    tiersController(contextFor('tiers')),
    windowsController(contextFor('windows')),
  ];
}
