import { describe, expect, it } from '@jest/globals';
import { accessOfSecond } from '../../../../tools/cluster/second-operator.ts';

describe('accessOfSecond', () => {
  const objects = accessOfSecond(process.cwd(), 'other');

  it('is in the other namespace, and leaves what the first operator has as it is', () => {
    expect(objects.map(({ metadata }) => metadata.namespace ?? metadata.name)).toEqual(
      objects.map(() => expect.stringMatching(/^other$|-of-other$/)),
    );
  });

  it('names the account of the other namespace wherever the first names its own', () => {
    const subjects = objects.flatMap((object) => ('subjects' in object ? [JSON.stringify(object.subjects)] : []));
    expect(subjects.length).toBeGreaterThan(1);
    expect(subjects.filter((text) => !text.includes('"namespace":"other"'))).toEqual([]);
  });
});
