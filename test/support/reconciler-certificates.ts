import { issueAuthority, issueLeaf, type IssuedPair } from '../../src/reconcilers/certificates/issue.ts';

/** When the certificates of tests are issued. */
export const issuedAt = new Date('2026-01-01T00:00:00.000Z');

let authority: Promise<IssuedPair> | undefined;

/** One authority for each test file: keys take a while. */
export function theAuthority(): Promise<IssuedPair> {
  authority ??= issueAuthority(issuedAt);
  return authority;
}

/** A leaf under that authority. */
export async function aLeaf(...names: string[]): Promise<IssuedPair> {
  return issueLeaf(names, await theAuthority(), issuedAt);
}

/** That moment, moved by so many days. */
export function daysLater(days: number): Date {
  return new Date(issuedAt.getTime() + days * 24 * 3600 * 1000);
}
