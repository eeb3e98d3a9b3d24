import type { Script } from '../script.ts';
import { definitions } from './definitions.ts';
import { everyKind } from './every-kind.ts';
import { lifecycle } from './lifecycle.ts';
import { nonsense } from './nonsense.ts';
import { permissions } from './permissions.ts';
import { reading } from './reading.ts';
import { customResources } from './widgets.ts';

/** All conversations that the model and the real API server must answer alike. */
export const scripts: readonly Script[] = [
  ...customResources,
  ...reading,
  ...permissions,
  ...lifecycle,
  ...nonsense,
  ...definitions,
  ...everyKind,
];
