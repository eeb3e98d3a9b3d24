import type { Clock } from './clock.ts';
import { isRecord, stringAt, type Decoder } from './decode.ts';
import { ApiError, type RequestLabel } from './errors.ts';
import { EventLoopShare } from './event-loop.ts';
import { LineSplitter } from './line-splitter.ts';
import type { KubeObject } from './object.ts';
import { isStatus } from './status-body.ts';

/** A change of one object; `object` is its state after the change, or its last one when it is gone. */
export interface ObjectEvent<T extends KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
}

/** How far the server has looked; `initialEventsEnd` marks the end of the state that a watch list sends first. */
export interface BookmarkEvent {
  readonly type: 'BOOKMARK';
  readonly resourceVersion: string;
  readonly initialEventsEnd: boolean;
}

export type WatchEvent<T extends KubeObject> = ObjectEvent<T> | BookmarkEvent;

/** The annotation of the Kubernetes API on the bookmark that ends the initial events of a watch list. */
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/**
 * The events of a watch. Ends when the server ends it, and drops an event that was cut off. Throws ApiError for an ERROR
 * event and ConnectionError when the connection breaks or the stream is no watch.
 */
export async function* watchEvents<T extends KubeObject>(
  body: AsyncIterable<Uint8Array>,
  options: { decoder: Decoder<T>; label: RequestLabel; clock: Clock },
): AsyncGenerator<WatchEvent<T>> {
  const lines = new LineSplitter();
  const share = new EventLoopShare(options.clock);
  for await (const chunk of body) {
    for (const line of lines.push(chunk)) {
      yield decodeEvent(Buffer.from(line.buffer, line.byteOffset, line.length).toString('utf8'), options);
      await share.pause();
    }
  }
}

function decodeEvent<T extends KubeObject>(
  text: string,
  { decoder, label }: { decoder: Decoder<T>; label: RequestLabel },
): WatchEvent<T> {
  const event = decoder.json(text);
  const type = stringAt(event, 'type') ?? '';
  const object = isRecord(event) ? event['object'] : undefined;
  if (isObjectEvent(type)) return { type, object: decoder.object(object) };
  if (type === 'BOOKMARK') return bookmark(object, decoder);
  if (type === 'ERROR') throw errorEvent(object, label);
  throw decoder.refuse(`a watch event of unknown type ${type}`);
}

function isObjectEvent(type: string): type is ObjectEvent<KubeObject>['type'] {
  return type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED';
}

function bookmark<T extends KubeObject>(object: unknown, decoder: Decoder<T>): BookmarkEvent {
  const metadata = isRecord(object) ? object['metadata'] : undefined;
  const resourceVersion = stringAt(metadata, 'resourceVersion');
  if (resourceVersion === undefined) throw decoder.refuse('a bookmark without resourceVersion');
  const annotations = isRecord(metadata) ? metadata['annotations'] : undefined;
  return { type: 'BOOKMARK', resourceVersion, initialEventsEnd: stringAt(annotations, INITIAL_EVENTS_END) === 'true' };
}

function errorEvent(object: unknown, label: RequestLabel): ApiError {
  const status = isStatus(object) ? object : {};
  return new ApiError({
    ...label,
    code: status.code ?? 500,
    status: { message: 'the watch ended with an error', ...status },
  });
}
