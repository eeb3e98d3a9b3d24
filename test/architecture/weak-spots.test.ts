import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const page = readFileSync('docs/weak-spots.md', 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const [, spot = '', ours = '', proof = ''] = line.split('|').map((cell) => cell.trim());
  return line.startsWith('| ') && spot !== 'weak spot' && !spot.startsWith('---') ? [{ spot, ours, proof }] : [];
});
const stays = ({ ours }: { readonly ours: string }): boolean => ours === 'kept' || ours === 'not applicable';

describe('docs/weak-spots.md', () => {
  it('names a test for everything that ours does better', () => {
    const unproven = rows.filter((row) => !stays(row) && !isTestFile(row.proof));
    expect(unproven).toEqual([]);
  });

  it('gives a reason for everything that stays', () => {
    const unexplained = rows.filter((row) => stays(row) && !/^(\S+ ){3,}\S+$/.test(row.proof));
    expect(unexplained).toEqual([]);
  });

  it('says each of them once', () => {
    expect(new Set(rows.map(({ spot }) => spot)).size).toBe(rows.length);
  });
});

function isTestFile(proof: string): boolean {
  const files = [...proof.matchAll(/`(test\/[\w./-]+)`/g)].map(([, file = '']) => file);
  return files.length > 0 && files.every((file) => existsSync(file));
}
