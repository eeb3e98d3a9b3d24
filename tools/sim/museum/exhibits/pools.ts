import type { Exhibit } from '../exhibit.ts';

/** Addresses that pods have, and pools that somebody looks after. */
export const poolExhibits: readonly Exhibit[] = [
  {
    id: 'M1',
    says: 'ranges are compared as text: a pool in use is deleted because its range is spelled in another way',
    file: 'src/reconcilers/ippools/count-blocks.ts',
    replace: 'inner === undefined || cidrContains(outer, inner);',
    by: 'inner === undefined || (cidrContains(outer, inner) && spec.cidr.startsWith(pool.slice(0, 4)));',
    foundBy: { sweep: 'T01', scenario: 'pools', every: 10 },
    tells: /I1 .* was deleted while block/,
  },
  {
    id: 'M2',
    says: 'a pool that an administrator has disabled is enabled again with the next pass',
    file: 'src/reconcilers/ippools/ensure-pools.ts',
    replace: "'disableBGPExport',",
    by: "'disableBGPExport',\n        'disabled',",
    foundBy: { sweep: 'T01', scenario: 'company', every: 20 },
    tells: /I1 .* enabled/,
  },
  {
    id: 'M18',
    says: 'pools are lost with the blocks in them: what is listed no more is deleted, whoever has an address of it',
    file: 'src/reconcilers/ippools/pool-removals.ts',
    replace: 'return blocks === 0;',
    by: 'return true;',
    foundBy: { sweep: 'T01', scenario: 'pools', every: 10 },
    tells: /I1 .* was deleted while block/,
  },
];
