import type { SettledSpec } from '../../crds/installation/spec.ts';
import type { SigningRequest } from '../cluster/signing-request.ts';
import type { ReconcileContext } from '../context.ts';
import type { WorkloadHealth } from '../status/workload-health.ts';
import type { Remarks } from './remarks.ts';

/**
 * Says which certificates pods still wait for, and which the signer refused. While no pod is missing there is nothing to
 * say: requests outlive the pods that made them.
 */
export function tellRequests(
  { cluster }: ReconcileContext,
  remarks: Remarks,
  { certificateManagement }: SettledSpec,
  workloads: readonly WorkloadHealth[],
): void {
  if (certificateManagement === undefined || !workloads.some(isShortOfPods)) return;
  const { signerName: name } = certificateManagement;
  const requests = cluster.signingRequests.list().filter(({ signer }) => signer === name);
  const inState = (state: SigningRequest['state']): SigningRequest[] =>
    requests.filter((request) => request.state === state).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const [fresh, approved] = [inState('new'), inState('approved')];
  if (fresh[0] !== undefined)
    remarks.waits.push(
      `${countOf(fresh)} for signer ${name} to be approved ("kubectl certificate approve ${fresh[0].name}")`,
    );
  if (approved[0] !== undefined)
    remarks.waits.push(`${countOf(approved)} for signer ${name} to sign, ${approved[0].name} for one`);
  for (const { name: request, words } of inState('refused'))
    remarks.problems.push(
      `CertificateSigningRequest ${request} was refused for signer ${name}: ${words}. Once that is mended, delete the request and its pod`,
    );
}

function countOf({ length }: readonly SigningRequest[]): string {
  return length === 1 ? '1 CertificateSigningRequest waits' : `${length} CertificateSigningRequests wait`;
}

function isShortOfPods({ verdict, warning }: WorkloadHealth): boolean {
  return verdict !== 'healthy' || warning !== undefined;
}
