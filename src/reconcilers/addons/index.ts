import type { Addon } from './addon.ts';
import { goldmaneAddon } from './goldmane.ts';
import { guardianAddon } from './guardian.ts';
import { whiskerAddon } from './whisker.ts';

/** Everything with a custom resource of its own beside the Installation that runs as one Deployment. */
export const addons: readonly Addon[] = [goldmaneAddon, whiskerAddon, guardianAddon];
