import { describe, expect, it } from '@jest/globals';
import { apiErrorOf, retryAfterSeconds } from '../../../src/k8s/status-body.ts';
import { statusBody } from '../../support/fake-apiserver.ts';

const request = { verb: 'get', path: '/api/v1/nodes/a' };

function error(status: number, body: string, headers: Record<string, string> = {}): ReturnType<typeof apiErrorOf> {
  return apiErrorOf(request, { status, headers, body });
}

describe('apiErrorOf', () => {
  it('keeps the Status body of the server and its sentence', () => {
    const body = statusBody(409, 'Conflict', {
      message: 'changed',
      details: { name: 'a', causes: [{ field: '.spec' }] },
    });
    expect(error(409, JSON.stringify(body))).toMatchObject({
      message: 'changed',
      code: 409,
      reason: 'Conflict',
      details: { name: 'a', causes: [{ field: '.spec' }] },
      status: body,
      ...request,
    });
  });

  it('calls the page of a load balancer by its name instead of printing it', () => {
    expect(error(502, '<html>…</html>').message).toBe(
      'get /api/v1/nodes/a answered 502 with an HTML page, probably from a proxy or load balancer',
    );
  });

  it.each([
    [503, '', 'get /api/v1/nodes/a answered 503'],
    [500, 'etcdserver: leader changed', 'get /api/v1/nodes/a answered 500: etcdserver: leader changed'],
    [404, '404 page not found', 'the API server does not serve /api/v1/nodes/a'],
    [500, '{"kind":"Status', 'get /api/v1/nodes/a answered 500: {"kind":"Status'],
  ])('finds words for a %i with body %p', (status, body, message) => {
    expect(error(status, body).message).toBe(message);
  });

  it('says how long the server wants us to stay away', () => {
    expect(error(429, '', { 'retry-after': '7' }).retryAfterSeconds).toBe(7);
    const body = JSON.stringify(statusBody(504, 'Timeout', { details: { retryAfterSeconds: 1 } }));
    expect(error(504, body).retryAfterSeconds).toBe(1);
  });

  it('withholds the values of a refused Secret, which the server quotes', () => {
    const causes = [{ reason: 'FieldValueInvalid', field: 'data[k]', message: 'Invalid value: "hunter2"' }];
    const body = statusBody(422, 'Invalid', {
      message: 'data[k]: Invalid value: "hunter2"',
      details: { name: 's', causes },
    });
    const path = '/api/v1/namespaces/default/secrets/s';
    const refused = apiErrorOf({ verb: 'apply', path }, { status: 422, headers: {}, body: JSON.stringify(body) });
    expect(JSON.stringify([refused, refused.message, refused.status])).not.toContain('hunter2');
    expect(refused.message).toContain('data[k]');
  });
});

describe('retryAfterSeconds', () => {
  it.each([
    [{ 'retry-after': '30' }, 30],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{}, undefined],
  ])('reads %o as %p', (headers, seconds) => {
    expect(retryAfterSeconds(headers as Record<string, string>)).toBe(seconds);
  });

  it('withholds the value of a Secret before it cuts what a proxy quotes of it', () => {
    const value = Buffer.from('secret'.repeat(60)).toString('base64');
    const sent = JSON.stringify({ data: { token: value } });
    const answer = { status: 403, headers: {}, body: `blocked: ${sent}` };
    const refused = apiErrorOf({ verb: 'apply', path: '/api/v1/namespaces/default/secrets/s' }, answer, sent);
    expect(refused.message).not.toContain(value.slice(0, 20));
    expect(refused.message).toContain('blocked: {"data":{"token":"(withheld)"');
  });
});
