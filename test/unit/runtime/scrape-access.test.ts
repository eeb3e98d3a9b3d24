import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';
import { scrapeAccess, type Admission } from '../../../src/runtime/scrape-access.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const users: Readonly<Record<string, { username: string; groups: string[] }>> = {
  good: { username: 'prometheus', groups: ['monitoring'] },
  other: { username: 'somebody', groups: [] },
};

let asked: object[];
let clock: FakeClock;
let admit: (authorization: string | undefined) => Promise<Admission>;

/** Answers reviews as an API server would on which only Prometheus may read metrics. */
function create(_: ResourceType, review: KubeObject & { spec: { token?: string; user?: string } }): Promise<never> {
  const { kind, spec } = review;
  asked.push({ kind, ...spec });
  const user = users[spec.token ?? ''];
  const status =
    kind === 'TokenReview' ? { authenticated: user !== undefined, user } : { allowed: spec.user === 'prometheus' };
  return Promise.resolve({ ...review, status } as never);
}

beforeEach(() => {
  asked = [];
  clock = new FakeClock();
  admit = scrapeAccess({ create: create as never }, clock);
});

describe('who may scrape', () => {
  it.each([
    ['nobody without a token', undefined, 401],
    ['nobody with a password', 'Basic dXNlcjpwYXNz', 401],
    ['nobody with a token of elsewhere', 'Bearer unknown', 401],
    ['nobody whom the cluster has not allowed it', 'Bearer other', 403],
    ['who may get /metrics', 'Bearer good', 200],
  ])('%s', async (_, authorization, admission) => {
    expect(await admit(authorization)).toBe(admission);
  });

  it('is asked with groups, for the path', async () => {
    await admit('Bearer good');
    const nonResourceAttributes = { path: '/metrics', verb: 'get' };
    expect(asked[1]).toEqual({
      kind: 'SubjectAccessReview',
      user: 'prometheus',
      groups: ['monitoring'],
      nonResourceAttributes,
    });
  });

  it('is asked once a minute', async () => {
    await admit('Bearer good');
    await admit('Bearer good');
    expect(asked).toHaveLength(2);
    await clock.advance(60_000);
    await admit('Bearer good');
    expect(asked).toHaveLength(4);
  });
});
