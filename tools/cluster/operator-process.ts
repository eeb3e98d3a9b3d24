import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { asPod, podEnvironment, type PodAccess } from './pod-access.ts';

/** How the operator reaches the API: with a kubeconfig, or as a pod does. */
export type OperatorAccess = { readonly kubeconfig: string } | PodAccess;

export interface OperatorProcessOptions {
  readonly root: string;
  readonly access: OperatorAccess;
  readonly logFile: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The built operator as a child process, as a user would start it. */
export class OperatorProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;

  constructor({ root, access, logFile, args = [], env: given = {} }: OperatorProcessOptions) {
    const { command, env } = launch([join(root, 'bin', 'operator'), ...args], access);
    const log = createWriteStream(logFile, { flags: 'a' });
    const [program = '', ...rest] = command;
    this.#child = spawn(program, rest, {
      env: { ...process.env, ...env, ...given },
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

  /** Resolves with its exit code when it has ended by itself. */
  get ended(): Promise<number | null> {
    return this.#exited;
  }

  /** Sends a signal and waits for nothing. */
  signals(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void {
    this.#child.kill(signal);
  }

  /** Asks it to stop and waits; resolves with its exit code. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (this.running) this.#child.kill(signal);
    return this.#exited;
  }
}

function launch(operator: readonly string[], access: OperatorAccess): { command: string[]; env: NodeJS.ProcessEnv } {
  const names = { OPERATOR_NAMESPACE: 'tigera-operator', OPERATOR_NAME: 'tigera-operator' };
  if ('kubeconfig' in access) return { command: [...operator, '--kubeconfig', access.kubeconfig], env: names };
  return { command: asPod(operator, access), env: { ...names, ...podEnvironment(access) } };
}
