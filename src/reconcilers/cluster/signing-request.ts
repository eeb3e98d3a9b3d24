import type { CertificateSigningRequest } from '../../crds/generated/core.gen.ts';

/** What is kept of a request for a certificate: how far it is, and nothing of its content. */
export interface SigningRequest {
  readonly name: string;
  readonly signer: string;
  readonly state: 'new' | 'approved' | 'signed' | 'refused';
  /** Reason and message of who refused; otherwise empty. */
  readonly words: string;
}

/** Pure projection for the informer of requests. */
export function signingRequest({ metadata, spec, status }: CertificateSigningRequest): SigningRequest {
  const conditions = status?.conditions ?? [];
  const refusal = conditions.find(({ type }) => type === 'Denied' || type === 'Failed');
  const isApproved = conditions.some(({ type, status: value }) => type === 'Approved' && value === 'True');
  const isSigned = (status?.certificate ?? '') !== '';
  const words = [refusal?.reason, refusal?.message].filter((text) => text !== undefined && text !== '').join(': ');
  return {
    name: metadata.name,
    signer: spec.signerName,
    state: refusal !== undefined ? 'refused' : isSigned ? 'signed' : isApproved ? 'approved' : 'new',
    words,
  };
}
