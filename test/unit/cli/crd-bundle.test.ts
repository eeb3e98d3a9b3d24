import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCrdBundle } from '../../../src/cli/crd-bundle.ts';
import { writeCrdBundle } from '../../../tools/crds.ts';
import { ownCrds } from '../../../tools/own-crds.ts';

const folder = mkdtempSync(join(tmpdir(), 'crds-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the CRDs beside the program', () => {
  it('are what the build has written', async () => {
    writeCrdBundle(process.cwd(), folder);
    const bundle = readCrdBundle(folder);
    expect(await bundle.entries()).toEqual(await ownCrds().entries());
    const name = 'installations.operator.tigera.io';
    expect(await bundle.load(name)).toEqual(await ownCrds().load(name));
  });

  it('say which command writes them, where they are not there', async () => {
    await expect(readCrdBundle(join(folder, 'elsewhere')).entries()).rejects.toThrow('"npm run build" writes them');
  });
});
