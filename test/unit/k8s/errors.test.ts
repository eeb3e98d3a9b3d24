import { describe, expect, it } from '@jest/globals';
import {
  ApiError,
  ConnectionError,
  isResourceVersionTooLarge,
  isTerminal,
  isNotFound,
  isAlreadyExists,
  isConflict,
  isGone,
  isUnauthorized,
  isForbidden,
  isInvalid,
  isBadRequest,
  isTooManyRequests,
  isTimeout,
} from '../../../src/k8s/errors.ts';

const label = { verb: 'apply', path: '/api/v1/nodes/a' };

function apiError(code: number, reason = 'x', message = 'm', extra: object = {}): ApiError {
  return new ApiError({ ...label, code, status: { reason, message, ...extra } });
}

describe('predicates on errors', () => {
  it.each([
    [isNotFound, apiError(404, 'NotFound')],
    [isAlreadyExists, apiError(409, 'AlreadyExists')],
    [isConflict, apiError(409, 'Conflict')],
    [isGone, apiError(410, 'Expired')],
    [isUnauthorized, apiError(401)],
    [isForbidden, apiError(403)],
    [isInvalid, apiError(422, 'Invalid')],
    [isBadRequest, apiError(400)],
    [isTooManyRequests, apiError(429)],
    [isTimeout, apiError(504)],
  ])('%p recognises its own kind only', (predicate, error) => {
    expect(predicate(error)).toBe(true);
    expect(predicate(apiError(500))).toBe(false);
    expect(predicate(new Error('other'))).toBe(false);
  });

  it('tell a taken name from a changed object, although both are 409', () => {
    expect(isConflict(apiError(409, 'AlreadyExists'))).toBe(false);
    expect(isAlreadyExists(apiError(409, 'Conflict'))).toBe(false);
  });

  it('count our own deadline as a timeout', () => {
    const error = new ConnectionError('late', { ...label, failure: 'timeout', maybeCommitted: true });
    expect(isTimeout(error)).toBe(true);
  });

  it('recognise a resource version in the future by cause or by message', () => {
    const cause = { details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } };
    expect(isResourceVersionTooLarge(apiError(504, 'Timeout', 'm', cause))).toBe(true);
    expect(isResourceVersionTooLarge(apiError(504, 'Timeout', 'Too large resource version: 9'))).toBe(true);
    expect(isResourceVersionTooLarge(apiError(504, 'Timeout'))).toBe(false);
  });
});

describe('isTerminal', () => {
  it('holds for a body that server-side apply cannot read, although the server says 500', () => {
    const message = 'failed to create typed patch object (default/a; /v1, Kind=ConfigMap): .datax: field not declared';
    expect(isTerminal(apiError(500, 'Unknown', message))).toBe(true);
  });

  it.each([400, 413, 415, 422])('holds for %i', (code) => expect(isTerminal(apiError(code))).toBe(true));

  it.each([401, 403, 404, 409, 410, 429, 500, 503, 504])('does not hold for %i', (code) => {
    expect(isTerminal(apiError(code))).toBe(false);
  });
});
