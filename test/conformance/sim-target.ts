import type { ApiAnswer } from '../../tools/sim/server/api.ts';
import { ApiServer } from '../../tools/sim/server/api-server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import type { Hearing, Target, TargetRequest } from './target.ts';

/** The model of the API server, in its own time. */
export class SimTarget implements Target {
  readonly #clock = new FakeClock();
  readonly #server: ApiServer;

  constructor() {
    let seed = 1;
    const random = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    this.#server = new ApiServer({ clock: this.#clock, random, crdEstablishMs: 10 });
  }

  request(request: TargetRequest): Promise<ApiAnswer> {
    return Promise.resolve(this.#server.answer(request));
  }

  watch(request: TargetRequest): Promise<Hearing> {
    const lines: string[] = [];
    const sink = { event: (line: string) => void lines.push(line), end: () => undefined };
    const { answer, handle } = this.#server.watch(request, sink);
    if (answer.status !== 200) lines.push(answer.body);
    return Promise.resolve({ status: answer.status, lines, close: () => handle?.close() });
  }

  compact(): Promise<void> {
    this.#server.compact();
    return Promise.resolve();
  }

  pause(): Promise<void> {
    return this.#clock.advance(20);
  }
}
