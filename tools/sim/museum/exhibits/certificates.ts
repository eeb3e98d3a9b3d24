import type { Exhibit } from '../exhibit.ts';

/** Certificates and who trusts them. */
export const certificateExhibits: readonly Exhibit[] = [
  {
    id: 'M11',
    says: 'a webhook keeps the operator from renewing a certificate, and nobody is told before it ends',
    file: 'src/reconcilers/certificates/remarks.ts',
    replace: 'this.problems.push(`Secret ${secret} cannot',
    by: 'void (`Secret ${secret} cannot',
    foundBy: { sweep: 'T16', scenario: 'certificates: refused' },
    tells: /it is told who refuses/,
  },
  {
    id: 'M12',
    says: 'a certificate that lacks a name is not issued anew',
    file: 'src/reconcilers/certificates/judge.ts',
    replace: 'return missing.length === 0 ? undefined : `it lacks the names',
    by: 'return missing.length >= 0 ? undefined : `it lacks the names',
    foundBy: { test: 'test/unit/reconcilers/certificates/judge.test.ts' },
    tells: /✕/,
  },
  {
    id: 'M24',
    says: 'another authority signs before everybody trusts it: connections break until all pods have rolled',
    file: 'src/reconcilers/certificates/settle-leaf.ts',
    replace: 'const isTrusted = facts.consumers.trust[leaf.metBy];',
    by: 'const isTrusted = true;',
    foundBy: { sweep: 'T16', scenario: 'certificates: changes', every: 100 },
    tells: /trust/,
  },
];
