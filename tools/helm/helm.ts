import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** Where Helm works, and on what cluster. */
export interface HelmOptions {
  /** Path of the program. */
  readonly program: string;
  readonly kubeconfig: string;
  /** Working folder: nothing of the user's own Helm is read or written. */
  readonly folder: string;
}

/** The real Helm against one cluster. */
export class Helm {
  readonly #options: HelmOptions;

  constructor(options: HelmOptions) {
    this.#options = options;
  }

  /** Runs one command and resolves with what it prints; rejects with what it complains about. */
  run(...args: readonly string[]): Promise<string> {
    const { program, kubeconfig, folder } = this.#options;
    const homes = { HELM_CACHE_HOME: 'cache', HELM_CONFIG_HOME: 'config', HELM_DATA_HOME: 'data' };
    const own = Object.entries(homes).map(([name, home]) => [name, join(folder, 'helm', home)] as const);
    const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOME: folder, ...Object.fromEntries(own) };
    return new Promise((resolve, reject) => {
      execFile(program, [...args, '--kubeconfig', kubeconfig], { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`helm ${args[0] ?? ''}: ${stderr.trim()}`, { cause: error }));
      });
    });
  }
}
