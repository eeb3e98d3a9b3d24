import type { Script } from '../script.ts';
import { everyKind } from './every-kind.ts';

/** All conversations that the model and the real API server must answer alike. */
export const scripts: readonly Script[] = [...everyKind];
