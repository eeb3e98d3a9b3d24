import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { goldenCases, renderCase } from './cases.ts';

/** `npm run golden` sets it: what is rendered becomes what is expected, and the review is the diff. */
const rewrites = process.env['UPDATE_GOLDEN'] === '1';

describe.each(goldenCases())('$component, $situation', (golden) => {
  it('renders exactly what its output file says', () => {
    const rendered = renderCase(golden);
    if (rewrites) writeFileSync(golden.outputFile, rendered);
    expect(rendered).toBe(readFileSync(golden.outputFile, 'utf8'));
  });
});
