import { describe, expect, it } from '@jest/globals';
import { callerOf, requestAbout } from '../../../../tools/observer/request-about.ts';

describe('requestAbout', () => {
  it.each([
    ['GET', '/api/v1/namespaces/a/secrets/b', { verb: 'get', namespace: 'a', name: 'b' }],
    ['GET', '/api/v1/namespaces/a/secrets?limit=5', { verb: 'list', namespace: 'a' }],
    ['GET', '/api/v1/secrets?watch=true', { verb: 'watch' }],
    ['PUT', '/api/v1/namespaces/a/secrets/b', { verb: 'update', namespace: 'a', name: 'b' }],
    ['PATCH', '/api/v1/namespaces/a/secrets/b', { verb: 'patch', namespace: 'a', name: 'b' }],
    ['PATCH', '/api/v1/namespaces/a/secrets/b?fieldManager=c&force=true', { verb: 'apply', namespace: 'a', name: 'b' }],
    ['DELETE', '/api/v1/namespaces/a/secrets/b', { verb: 'delete', namespace: 'a', name: 'b' }],
  ] as const)('reads %s %s', (method, path, about) => {
    expect(requestAbout({ method, path })).toEqual({ resource: { group: '', plural: 'secrets' }, ...about });
  });

  it('goes by the content type where it is known', () => {
    const patch = { method: 'PATCH', path: '/apis/apps/v1/namespaces/a/deployments/b/status' } as const;
    expect(requestAbout({ ...patch, contentType: 'application/apply-patch+yaml' })).toEqual({
      verb: 'apply',
      resource: { group: 'apps', plural: 'deployments' },
      namespace: 'a',
      name: 'b',
      subresource: 'status',
    });
    expect(requestAbout({ ...patch, contentType: 'application/merge-patch+json' }).verb).toBe('patch');
  });

  it('finds the name of what is created in the body', () => {
    const create = { method: 'POST', path: '/api/v1/nodes', body: '{"metadata":{"name":"n"}}' } as const;
    expect(requestAbout(create)).toMatchObject({ verb: 'create', name: 'n' });
  });

  it('does without a name where the body is no object', () => {
    expect(requestAbout({ method: 'POST', path: '/api/v1/nodes', body: '{' })).not.toHaveProperty('name');
  });

  it('takes documents by their paths', () => {
    const version = { verb: 'get', resource: { group: '', plural: '/version' } };
    expect(requestAbout({ method: 'GET', path: '/version?timeout=1s' })).toEqual(version);
  });
});

describe('callerOf', () => {
  it('is what stands in parentheses at the end', () => {
    expect(callerOf('calico-operator/1.2.3 (tiers)')).toBe('tiers');
  });

  it('is all of it where nobody is named', () => {
    expect(callerOf('kubectl/v1.36.3')).toBe('kubectl/v1.36.3');
  });
});
