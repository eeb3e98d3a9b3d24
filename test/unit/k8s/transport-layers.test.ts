import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { withCaller, withObserver, withWriteGate, type RequestObservation } from '../../../src/k8s/transport-layers.ts';
import type { Transport, TransportRequest, Verb } from '../../../src/k8s/transport.ts';

function recording(requests: TransportRequest[] = []): Transport {
  const body = Readable.from([]);
  return {
    request: (request) => (requests.push(request), Promise.resolve({ status: 200, headers: {}, body: '' })),
    stream: (request) => (requests.push(request), Promise.resolve({ status: 200, headers: {}, body })),
  };
}

const failing: Transport = {
  request: () => Promise.reject(new Error('down')),
  stream: () => Promise.reject(new Error('down')),
};

/** A gate that lets everything through. */
function open(): void {}

describe('withWriteGate', () => {
  const closed = withWriteGate(recording(), () => {
    throw new Error('not the leader');
  });

  it.each<Verb>(['create', 'update', 'patch', 'apply', 'delete'])('stops a %s when it is closed', async (verb) => {
    await expect(closed.request({ verb, path: '/x' })).rejects.toThrow('not the leader');
  });

  it('hands itself down to whoever repeats a write', async () => {
    const requests: TransportRequest[] = [];
    await withWriteGate(recording(requests), open).request({ verb: 'apply', path: '/x' });
    expect(requests[0]?.beforeSend).toBe(open);
  });

  it.each<Verb>(['get', 'list', 'watch'])('lets a %s through all the same', async (verb) => {
    await expect(closed.request({ verb, path: '/x' })).resolves.toMatchObject({ status: 200 });
    await expect(closed.stream({ verb, path: '/x' })).resolves.toMatchObject({ status: 200 });
  });
});

describe('withCaller', () => {
  it('signs requests that carry no name yet', async () => {
    const requests: TransportRequest[] = [];
    const transport = withCaller(recording(requests), 'installation');
    await transport.request({ verb: 'get', path: '/x' });
    await transport.stream({ verb: 'watch', path: '/x', caller: 'informer' });
    expect(requests.map(({ caller }) => caller)).toEqual(['installation', 'informer']);
  });
});

function observing(inner: Transport): { transport: Transport; seen: RequestObservation[] } {
  const seen: RequestObservation[] = [];
  let now = 0;
  const options = {
    host: 'h:6443',
    monotonic: () => (now += 500),
    observe: (one: RequestObservation) => seen.push(one),
  };
  return { transport: withObserver(inner, options), seen };
}

describe('withObserver', () => {
  it('tells verb, code, host and duration of each request', async () => {
    const { transport, seen } = observing(recording());
    await transport.request({ verb: 'apply', path: '/x' });
    await transport.stream({ verb: 'watch', path: '/x' });
    const common = { code: 200, host: 'h:6443', seconds: 0.5 };
    expect(seen).toEqual([
      { verb: 'apply', ...common },
      { verb: 'watch', ...common },
    ]);
  });

  it('tells of requests without an answer too', async () => {
    const { transport, seen } = observing(failing);
    await expect(transport.request({ verb: 'get', path: '/x' })).rejects.toThrow('down');
    expect(seen[0]).toMatchObject({ code: '<error>' });
  });
});
