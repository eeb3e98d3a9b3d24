import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

export interface OperatorProcessOptions {
  readonly root: string;
  readonly kubeconfig: string;
  readonly logFile: string;
  readonly args?: readonly string[];
}

/** The built operator as a child process, as a user would start it. */
export class OperatorProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;

  constructor({ root, kubeconfig, logFile, args = [] }: OperatorProcessOptions) {
    const env = { ...process.env, OPERATOR_NAMESPACE: 'tigera-operator', OPERATOR_NAME: 'tigera-operator' };
    const log = createWriteStream(logFile, { flags: 'a' });
    this.#child = spawn(join(root, 'bin', 'operator'), ['--kubeconfig', kubeconfig, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.pipe(log, { end: false });
    this.#child.stderr?.pipe(log, { end: false });
    this.#exited = new Promise((resolve) => this.#child.once('exit', resolve));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Asks it to stop and waits; resolves with its exit code. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (this.running) this.#child.kill(signal);
    return this.#exited;
  }
}
