/** A bug that once hurt users of an operator, as a change to our own code that brings it back. */
export interface Exhibit {
  /** As in docs/reliability.md. */
  readonly id: string;
  /** What users suffered. */
  readonly says: string;
  readonly file: string;
  readonly replace: string;
  readonly by: string;
  /** The sweep that finds it, and in which scenario. */
  readonly foundBy: { readonly sweep: string; readonly scenario: string };
  /** It is found also when only every n-th case is run. */
  readonly every: number;
  /** What the sweep then says: that it fails for this reason, and not for another. */
  readonly tells: RegExp;
}

export const exhibits: readonly Exhibit[] = [
  {
    id: 'M1',
    says: 'ranges are compared as text: a pool in use is deleted because its range is spelled in another way',
    file: 'src/reconcilers/ippools/count-blocks.ts',
    replace: 'inner === undefined || cidrContains(outer, inner);',
    by: 'inner === undefined || (cidrContains(outer, inner) && spec.cidr.startsWith(pool.slice(0, 4)));',
    foundBy: { sweep: 'T01', scenario: 'pools' },
    every: 10,
    tells: /I1 .* was deleted while block/,
  },
  {
    id: 'M3',
    says: 'finalizers are written without a lock: controllers erase each other’s',
    file: 'src/reconcilers/apply/finalizers.ts',
    replace: "{ op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },",
    by: '',
    foundBy: { sweep: 'T01', scenario: 'company' },
    every: 20,
    tells: /the Installation is still held/,
  },
  {
    id: 'M9',
    says: 'what another controller adds to our objects is taken for a difference: both write for ever',
    file: 'src/reconcilers/apply/plan.ts',
    replace: 'const firstClaim = takeOver(',
    by: "if ('imagePullSecrets' in live) return { do: 'recreate', because: 'it differs' };\n  const firstClaim = takeOver(",
    foundBy: { sweep: 'T01', scenario: 'company' },
    every: 20,
    tells: /all is available/,
  },
  {
    id: 'M13',
    says: 'an object without status stops a controller for ever',
    file: 'src/reconcilers/status/publish-tigera-status.ts',
    replace: '?.status?.conditions ?? []',
    by: '!.status!.conditions',
    foundBy: { sweep: 'T01', scenario: 'install' },
    every: 20,
    tells: /all is available/,
  },
  {
    id: 'M19',
    says: 'a write made from a stale read drops a finalizer that somebody else has added',
    file: 'src/reconcilers/apply/finalizers.ts',
    replace: '[...present, ...missing]',
    by: '[...missing]',
    foundBy: { sweep: 'T01', scenario: 'company' },
    every: 20,
    tells: /the Installation is still held/,
  },
];
