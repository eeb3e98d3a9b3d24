import { isRecord, stringAt, type Decoder } from './decode.ts';
import { isGone } from './errors.ts';
import type { EventLoopShare } from './event-loop.ts';
import { JsonItemSplitter } from './json-items.ts';
import type { KubeObject } from './object.ts';

/** Items a page: small enough that the server never holds or sends much at once, few enough requests at 5,000 nodes. */
export const PAGE_LIMIT = 250;
const MAX_RESTARTS = 3;

/** Receives a list while it arrives. */
export interface ListSink<T extends KubeObject> {
  /** The list starts, or starts again: forget what came before. */
  restart(): void;
  item(object: T): void;
}

/** Opens one page; `continueToken` is absent for the first. Rejects with ApiError. */
export type OpenPage = (continueToken: string | undefined) => Promise<AsyncIterable<Uint8Array>>;

export interface PageContext<T extends KubeObject> {
  readonly decoder: Decoder<T>;
  readonly share: EventLoopShare;
}

/** What a page says about its place in the list. */
interface PageEnd {
  readonly resourceVersion: string;
  readonly continueToken: string | undefined;
}

/**
 * Reads a whole list page by page and resolves with its resource version. All pages show the state at the first page's
 * version; when the server has forgotten that version meanwhile, the list starts again, paged as before. Rejects with
 * ApiError or ConnectionError.
 */
export async function readPages<T extends KubeObject>(
  open: OpenPage,
  sink: ListSink<T>,
  context: PageContext<T>,
): Promise<string> {
  for (let restarts = 0; ; restarts++) {
    sink.restart();
    const outcome = await readFromStart(open, sink, context);
    if (outcome !== 'expired') return outcome.resourceVersion;
    if (restarts >= MAX_RESTARTS)
      throw context.decoder.refuse('the server forgets continue tokens faster than pages are read');
  }
}

async function readFromStart<T extends KubeObject>(
  open: OpenPage,
  sink: ListSink<T>,
  context: PageContext<T>,
): Promise<PageEnd | 'expired'> {
  let end = await readPage(await open(undefined), sink, context);
  while (end.continueToken !== undefined) {
    const page = await open(end.continueToken).catch((error: unknown) =>
      isGone(error) ? 'expired' : Promise.reject(error),
    );
    if (page === 'expired') return page;
    end = await readPage(page, sink, context);
  }
  return end;
}

async function readPage<T extends KubeObject>(
  body: AsyncIterable<Uint8Array>,
  sink: ListSink<T>,
  { decoder, share }: PageContext<T>,
): Promise<PageEnd> {
  const splitter = new JsonItemSplitter();
  for await (const chunk of body) {
    for (const item of splitter.push(chunk)) {
      const text = Buffer.from(item.buffer, item.byteOffset, item.length).toString('utf8');
      sink.item(decoder.object(decoder.json(text)));
    }
    await share.pause();
  }
  const envelope = decoder.json(splitter.envelope());
  const metadata = isRecord(envelope) ? envelope['metadata'] : undefined;
  const resourceVersion = stringAt(metadata, 'resourceVersion');
  if (resourceVersion === undefined) throw decoder.refuse('a list without resourceVersion');
  return { resourceVersion, continueToken: stringAt(metadata, 'continue') };
}
