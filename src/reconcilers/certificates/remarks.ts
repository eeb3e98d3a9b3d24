import { describeAdvice, type Advice } from '../../crds/installation/advice.ts';
import { secondTime } from '../../k8s/time.ts';
import type { PassResult } from '../report.ts';
import { daysUntil, urgentDays } from './judge.ts';
import { certificatesIn, readCertificate } from './pem.ts';

/** A user hears of the end of a certificate this long before. */
export const warnBeforeDays = 60;

/** What there is to say about certificates that are in use. Texts have no countdown: equal states have equal texts. */
export class Remarks {
  /** Things on their way. */
  readonly waits: string[] = [];
  /** Things that work but need somebody. */
  readonly warnings: string[] = [];
  /** Things that are about to break, or that somebody refuses. */
  readonly problems: string[] = [];
  readonly #now: Date;

  constructor(now: Date) {
    this.#now = now;
  }

  /** The end of a certificate that only its user can replace; a problem in the last days (docs/warnings.md). */
  endsAt(end: Date | undefined, { code, path, message }: Advice): void {
    const days = end === undefined ? Infinity : daysUntil(end, this.#now);
    if (end === undefined || days > warnBeforeDays) return;
    const text = describeAdvice({ code, path, message: `ends at ${secondTime(end)}; ${message}` });
    (days <= urgentDays ? this.problems : this.warnings).push(text);
  }

  /** A renewal that somebody refused, in their words. */
  refusedRenewal(certificatePem: string, secret: string, words: string): void {
    const end = endOf(certificatePem);
    const until = end === undefined ? '' : ` Its certificate ends at ${secondTime(end)};`;
    this.problems.push(`Secret ${secret} cannot be renewed: ${words}.${until} let the operator write this Secret`);
  }
}

/** The result of a pass with what there is to say about certificates. */
export function withRemarks(result: PassResult, { waits, warnings, problems }: Remarks): PassResult {
  const message = [...new Set(problems)].toSorted().join('\n');
  return {
    ...result,
    waits: [...(result.waits ?? []), ...waits],
    warnings: [...(result.warnings ?? []), ...new Set(warnings)],
    ...(message !== '' && { problem: { reason: 'CertificateError', message } }),
  };
}

/** The end of the certificate that a pair begins with. */
export function endOf(certificatePem: string): Date | undefined {
  return readCertificate(certificatePem)?.validToDate;
}

/** When the last certificate of a bundle ends: while one is left, its successor is there already. */
export function lastEndOf(bundlePem: string): Date | undefined {
  const ends = certificatesIn(bundlePem).map(({ certificate }) => certificate.validToDate.getTime());
  return ends.length === 0 ? undefined : new Date(Math.max(...ends));
}
