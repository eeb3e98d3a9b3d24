import { addonSweep } from './addons.ts';
import { admissionSweep } from './admission.ts';
import { aggregatedSweep } from './aggregated.ts';
import { ambiguousSweep } from './ambiguous.ts';
import { apiServerSweep } from './apiserver.ts';
import { canarySweep } from './canaries.ts';
import { certificateSweep } from './certificates.ts';
import { crashSweep } from './crash.ts';
import { editSweep } from './edits.ts';
import { electionSweep } from './elections.ts';
import { firstListSweep } from './first-lists.ts';
import { hostileObjectSweep } from './hostile-objects.ts';
import { manifestSweep } from './manifests.ts';
import { missingKindSweep } from './missing-kinds.ts';
import { mutationSweep } from './mutations.ts';
import { otherWriterSweep } from './other-writers.ts';
import { outageSweep } from './outages.ts';
import { restSweep } from './rest.ts';
import { singleFaultSweep } from './single-fault.ts';
import { soakSweep } from './soak.ts';
import { staleViewSweep } from './stale-views.ts';
import { stormSweep } from './storms.ts';
import type { Sweep } from './sweep.ts';
import { takeOverSweep } from './take-over.ts';
import { teardownSweep } from './teardown.ts';
import { typhaSweep } from './typha.ts';
import { unobservedSweep } from './unobserved.ts';
import { watchSweep } from './watches.ts';

/** All sweeps, as docs/reliability.md lists them. */
export const sweeps: readonly Sweep[] = [
  crashSweep,
  singleFaultSweep,
  stormSweep,
  ambiguousSweep,
  staleViewSweep,
  unobservedSweep,
  watchSweep,
  editSweep,
  electionSweep,
  teardownSweep,
  takeOverSweep,
  certificateSweep,
  apiServerSweep,
  addonSweep,
  aggregatedSweep,
  manifestSweep,
  hostileObjectSweep,
  admissionSweep,
  canarySweep,
  restSweep,
  typhaSweep,
  missingKindSweep,
  outageSweep,
  otherWriterSweep,
  mutationSweep,
  firstListSweep,
  soakSweep,
];

/** Throws RangeError that lists the ids. */
export function sweepWithId(id: string): Sweep {
  const found = sweeps.find((sweep) => sweep.id === id);
  if (found !== undefined) return found;
  throw new RangeError(`There is no sweep ${id}; there are: ${sweeps.map((sweep) => sweep.id).join(', ')}`);
}
