import type { Secret } from '../../crds/generated/core.gen.ts';
import type { PullSecret } from '../input.ts';
import { CALICO_SYSTEM } from './names.ts';

/** A Secret of the operator's namespace where pods can use it: they see those of their own namespace only. */
export function secretCopy({ name, type, data }: PullSecret): Secret {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: CALICO_SYSTEM }, type, data: { ...data } };
}
