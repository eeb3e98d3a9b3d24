import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RealTarget } from '../conformance/real-target.ts';
import { replay } from '../conformance/replay.ts';
import { scripts } from '../conformance/scripts/index.ts';
import { namespace, namespaceOf, setup } from '../conformance/setup.ts';
import { SimTarget } from '../conformance/sim-target.ts';

describe('the model of the API server', () => {
  const model = new SimTarget();
  let real: RealTarget;

  beforeAll(async () => {
    real = await RealTarget.start(process.cwd(), mkdtempSync(join(tmpdir(), 'conformance-')));
    for (const target of [model, real]) await replay(setup, target, { namespace: 'default' });
  });

  afterAll(async () => {
    await real.stop();
  });

  it.each(scripts.map((script, index) => ({ ...script, index })))(
    'answers alike: $title',
    async ({ index, ...script }) => {
      const place = { namespace: namespaceOf(index) };
      for (const target of [model, real]) await replay(namespace, target, place);
      const expected = await replay(script, model, place);
      const found = await replay(script, real, { ...place, expected });
      expect(expected).toEqual(found);
    },
  );
});
