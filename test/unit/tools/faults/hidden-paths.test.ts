import { beforeEach, describe, expect, it } from '@jest/globals';
import { HiddenPaths } from '../../../../tools/faults/hidden-paths.ts';

const watch = { process: 'one', path: '/api/v1/pods?watch=true&resourceVersion=7&labelSelector=a' };
const list = { process: 'one', path: '/api/v1/pods?labelSelector=a&limit=500' };
const watchList = { ...list, path: `${watch.path}&sendInitialEvents=true` };

describe('HiddenPaths', () => {
  let paths: HiddenPaths;

  beforeEach(() => {
    paths = new HiddenPaths();
    paths.hide(watch, 1000);
  });

  it('resets watches and lists of what is hidden', () => {
    expect([watch, list, watchList].map((each) => paths.refusalOf(each, 1001))).toEqual(['reset', 'reset', 'reset']);
  });

  it.each([
    ['other processes', { ...watch, process: 'two' }],
    ['other selectors', { ...watch, path: '/api/v1/pods?watch=true&labelSelector=b' }],
    ['other collections', { ...watch, path: '/api/v1/nodes?watch=true&labelSelector=a' }],
  ])('leaves %s alone', (_what, opening) => {
    expect(paths.refusalOf(opening, 1001)).toBeUndefined();
  });

  it('answers 410 once to a watch that goes on', () => {
    paths.show(watch);
    expect([paths.refusalOf(watch, 1001), paths.refusalOf(watch, 1001)]).toEqual(['gone', undefined]);
  });

  it('shows after a minute what nobody has changed', () => {
    expect([60_999, 61_000, 61_001].map((at) => paths.refusalOf(watch, at))).toEqual(['reset', 'gone', undefined]);
  });

  it.each([
    ['list', list],
    ['watch list', watchList],
  ])('lets a new %s pass', (_what, opening) => {
    paths.show(watch);
    expect([paths.refusalOf(opening, 1001), paths.refusalOf(watch, 1001)]).toEqual([undefined, undefined]);
  });

  it('shows only what was hidden', () => {
    paths.show({ ...watch, process: 'two' });
    expect(paths.refusalOf({ ...watch, process: 'two' }, 1001)).toBeUndefined();
  });
});
