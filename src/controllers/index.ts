import type { ReconcileContext } from '../reconcilers/context.ts';
import type { ControllerDefinition } from '../runtime/define-controller.ts';
import { installationController } from './installation.ts';
import { ipPoolsController } from './ippools.ts';
import { tiersController } from './tiers.ts';
import { windowsController } from './windows.ts';

/** All controllers of the operator. */
export function allControllers(ctx: ReconcileContext): ControllerDefinition[] {
  return [installationController(ctx), ipPoolsController(ctx), tiersController(ctx), windowsController(ctx)];
}
