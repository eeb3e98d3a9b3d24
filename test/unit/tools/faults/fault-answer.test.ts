import { describe, expect, it } from '@jest/globals';
import { errorLine, faultAnswer } from '../../../../tools/faults/fault-answer.ts';

describe('faultAnswer', () => {
  it('words a Status as the API server does', () => {
    const { headers, body } = faultAnswer({ status: 409, bodyForm: 'status' });
    expect(headers).toEqual({ 'content-type': 'application/json' });
    expect(JSON.parse(body)).toMatchObject({ kind: 'Status', code: 409, reason: 'Conflict', status: 'Failure' });
  });

  it('takes the reason of the rule where there is one', () => {
    const { body } = faultAnswer({ status: 409, bodyForm: 'status', reason: 'AlreadyExists' });
    expect(JSON.parse(body)).toMatchObject({ reason: 'AlreadyExists' });
  });

  it('says when to come back, in the header and in the details', () => {
    const { headers, body } = faultAnswer({ status: 429, bodyForm: 'status', retryAfterSeconds: 30 });
    expect(headers).toMatchObject({ 'retry-after': '30' });
    expect(JSON.parse(body)).toMatchObject({ details: { retryAfterSeconds: 30 } });
  });

  it('can be empty', () => {
    expect(faultAnswer({ status: 503, bodyForm: 'empty' })).toEqual({ status: 503, headers: {}, body: '' });
  });

  it('can be a page', () => {
    const { headers, body } = faultAnswer({ status: 502, bodyForm: 'html' });
    expect([headers['content-type'], body.startsWith('<html>')]).toEqual(['text/html', true]);
  });
});

describe('errorLine', () => {
  it('is an ERROR event with a Status', () => {
    expect(JSON.parse(errorLine(410))).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });
});
