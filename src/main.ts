/** Composition root: command line, configuration, signals. The only module that ends the process. */
import { join } from 'node:path';
import { apiUrlFrom } from './cli/api-url.ts';
import { readClusterDomain } from './cli/cluster-domain.ts';
import { readCrdBundle } from './cli/crd-bundle.ts';
import { FlagError } from './cli/flags.ts';
import { readCommand, type ConnectedCommand, type RunOptions } from './cli/options.ts';
import { imageList } from './cli/print-images.ts';
import { readSystemRoots } from './cli/system-roots.ts';
import { NothingToPersist } from './commands/persist-defaults.ts';
import { TeardownUnfinished } from './commands/pre-delete.ts';
import { configuredFlavour } from './crds/bundle.ts';
import { systemClock } from './k8s/clock.ts';
import { ConfigError, loadClusterConfig } from './k8s/config.ts';
import { runJob, runProcess } from './process.ts';
import { CALICO_VERSION } from './renderers/shared/images.ts';
import { createLogger } from './runtime/log.ts';
import { OPERATOR_VERSION } from './version.ts';

/** A wrong command line, as Go programs answer it. */
const exitUsage = 2;

async function main(args: readonly string[]): Promise<number> {
  const command = readCommand(args);
  if (command.command === 'help') {
    process.stdout.write(command.text);
    return 0;
  }
  if (command.command === 'version') {
    process.stdout.write(`Operator: ${OPERATOR_VERSION}\nCalico: ${CALICO_VERSION}\n`);
    return 0;
  }
  if (command.command === 'print-images') {
    process.stdout.write(imageList());
    return 0;
  }
  if (command.command === 'print-crds') return printCrds(command.prefix);
  return run(command.options, command.command);
}

/** `npm run build` puts them beside the program. */
const crds = readCrdBundle(join(import.meta.dirname, 'crds'));

async function printCrds(prefix: string): Promise<number> {
  // A reader that has seen enough, such as `head`, closes the pipe.
  process.stdout.on('error', () => process.exit(0));
  const { crdDocuments, NoSuchCrd } = await import('./cli/print-crds.ts');
  try {
    const flavour = configuredFlavour(process.env['CALICO_API_GROUP']) ?? 'v1';
    for await (const document of crdDocuments(crds, prefix, flavour)) await write(document);
    return 0;
  } catch (error) {
    if (!(error instanceof NoSuchCrd)) throw error;
    process.stderr.write(`operator: ${error.message}\n`);
    return 1;
  }
}

/** Waits for a reader that is slower than we are: what is still in the pipe when the process exits is lost. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

async function run(options: RunOptions, command: ConnectedCommand): Promise<number> {
  const log = createLogger(options.log);
  const { urlOnlyKubeconfig: urlFile } = options;
  const env = { ...process.env, ...(urlFile === '' ? {} : await apiUrlFrom(urlFile)) };
  const stopping = stopOnSignals();
  // Timers of the operator never keep the process alive, so this one does, also while no connection is open.
  const alive = setInterval(() => undefined, 60_000);
  try {
    const config = await loadClusterConfig({ kubeconfig: options.kubeconfig, env, clock: systemClock });
    if (command !== 'run') return (await runJob(command, { config, crds, env, log }, stopping)) ? 0 : 1;
    const systemRoots = readSystemRoots();
    if (systemRoots === '') log.warn('No root certificates found on this host; pods get none');
    const brought = options.manageCrds ? { crds } : {};
    const clusterDomain = readClusterDomain();
    const ending = await runProcess({ ...options, ...brought, config, env, log, systemRoots, clusterDomain }, stopping);
    return ending === 'stopped' ? 0 : 1;
  } finally {
    clearInterval(alive);
  }
}

/** The first signal stops in order, the second at once. */
function stopOnSignals(): AbortSignal {
  const stopping = new AbortController();
  const onSignal = (): void => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort(new Error('Stopped by a signal'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stopping.signal;
}

/** Errors whose message says all; a stack would hide it. */
const foreseen = [FlagError, ConfigError, NothingToPersist, TeardownUnfinished];

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const expected = foreseen.some((kind) => error instanceof kind);
    process.stderr.write(
      `operator: ${error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
    );
    process.exit(error instanceof FlagError ? exitUsage : 1);
  },
);
