import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OperatorProcess } from '../cluster/operator-process.ts';
import type { TestCluster } from '../cluster/test-cluster.ts';

/** How long anything had to wait for its turn since the process started, in milliseconds. */
export interface LoopDelay {
  readonly maxMs: number;
  readonly p99Ms: number;
}

const pollMs = 50;
const answerMs = 10_000;

/** Watches how long the event loop of one process of the operator is busy with one thing, from outside of its code. */
export class LoopWatch {
  readonly #file: string;

  /** `name` is its own within the cluster. */
  constructor({ operatorLog }: Pick<TestCluster, 'operatorLog'>, name: string) {
    this.#file = join(dirname(operatorLog), `loop-delay-${name}.json`);
  }

  /** What the process has to be started with. */
  get env(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import=${join(import.meta.dirname, 'loop-delay.mjs')}`, LOOP_DELAY_FILE: this.#file };
  }

  /** Asks the process, once; it is not watched any more afterwards. Rejects where it does not answer. */
  async read(operator: Pick<OperatorProcess, 'signals'>, signal: AbortSignal): Promise<LoopDelay> {
    operator.signals('SIGUSR2');
    for (const until = Date.now() + answerMs; !existsSync(this.#file); await pause(pollMs, undefined, { signal })) {
      if (Date.now() > until) throw new Error('The operator does not tell how busy its event loop was');
    }
    return JSON.parse(readFileSync(this.#file, 'utf8')) as LoopDelay;
  }
}
