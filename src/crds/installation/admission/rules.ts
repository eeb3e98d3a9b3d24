/**
 * The checks of `../rules` that the API server can make by itself, in CEL. It sees what was written, not what is detected
 * or defaulted, so a rule speaks only where no default could make it right, and not of values that an earlier operator may
 * have stored as defaults. A test holds both against each other.
 *
 * Language and libraries: https://kubernetes.io/docs/reference/using-api/cel/
 */
import { combinations } from './combinations.ts';
import { pools } from './ip-pools.ts';
import { namespaceLabels } from './namespaces.ts';
import { oneField } from './one-field.ts';
import type { AdmissionRule } from './rule.ts';
import { typhaReplicas } from './typha.ts';
import { windowsNodes } from './windows.ts';

/** All of them. */
export const admissionRules: readonly AdmissionRule[] = [
  ...oneField,
  ...combinations,
  ...pools,
  ...windowsNodes,
  ...typhaReplicas,
  ...namespaceLabels,
];
