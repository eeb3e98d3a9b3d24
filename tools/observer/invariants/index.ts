import type { Facts } from '../facts.ts';
import type { History } from '../history.ts';
import { poolsAreSafe } from './i01-pools.ts';
import { cniCredentialsStay } from './i02-cni-credentials.ts';
import { oneWriter } from './i03-one-writer.ts';
import { usersThingsStay } from './i04-users-things.ts';
import { secretsStaySecret } from './i05-secrets.ts';
import { nothingRefused } from './i06-refusals.ts';
import { templatesNeedReasons } from './i07-templates.ts';
import { calicoNodeStays } from './i08-calico-node.ts';
import { statusIsTrue } from './i09-status.ts';
import { finalizersAreKept } from './i10-finalizers.ts';
import { certificatesVerify } from './i11-certificates.ts';
import { reachIsSmall } from './i12-reach.ts';
import { orderIsKept } from './i13-order.ts';
import { ratesAreLow } from './i14-rates.ts';
import { readsGoForward } from './i15-reads.ts';
import { ownWritesAreSeen } from './i16-own-writes.ts';
import { deletionEnds } from './i17-deletion-ends.ts';
import { foreignValuesSurvive } from './i18-foreign-values.ts';
import { oneActiveOperator } from './i19-one-operator.ts';
import { stableInTheEnd } from './i20-golden.ts';
import { versionOrder } from './i21-version-order.ts';
import type { Invariant, Violation } from './invariant.ts';

export type { Invariant, InvariantId, Violation } from './invariant.ts';

/** All that holds in every run, in the order of their numbers. */
export const invariants: readonly Invariant[] = [
  poolsAreSafe,
  cniCredentialsStay,
  oneWriter,
  usersThingsStay,
  secretsStaySecret,
  nothingRefused,
  templatesNeedReasons,
  calicoNodeStays,
  statusIsTrue,
  finalizersAreKept,
  certificatesVerify,
  reachIsSmall,
  orderIsKept,
  ratesAreLow,
  readsGoForward,
  ownWritesAreSeen,
  deletionEnds,
  foreignValuesSurvive,
  oneActiveOperator,
  stableInTheEnd,
  versionOrder,
];

/** Everything in a history that must never have happened, in the order of invariants. */
export function violationsIn(history: History, facts: Facts): Violation[] {
  return invariants.flatMap((invariant) => invariant.check(history, facts));
}
