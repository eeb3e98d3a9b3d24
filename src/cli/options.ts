import type { LogOptions } from '../runtime/log.ts';
import { parseListenAddress, type ListenAddress } from './listen-address.ts';
import { FlagError, flagHelp, parseFlags, type FlagDefinition, type FlagValues } from './flags.ts';

/** All flags of the operator, in the order of `--help`. */
export const flags: readonly FlagDefinition[] = [
  {
    name: 'kubeconfig',
    type: 'string',
    default: '',
    help: 'Path of a kubeconfig. Otherwise: KUBECONFIG, then the ServiceAccount of the pod, then ~/.kube/config.',
  },
  {
    name: 'url-only-kubeconfig',
    type: 'string',
    default: '',
    help: 'Path of a kubeconfig of which only the URL of the API server is used; credentials are those of the pod.',
  },
  {
    name: 'enable-leader-election',
    type: 'boolean',
    default: 'true',
    help: 'Act only while holding the Lease operator-lock, so that two replicas never act at once.',
  },
  {
    name: 'health-probe-bind-address',
    type: 'string',
    default: '',
    help: 'HOST:PORT for /healthz and /readyz, for example 127.0.0.1:8081. Empty: not served.',
  },
  {
    name: 'metrics-cert-file',
    type: 'string',
    default: '',
    help: 'Certificate of the metrics endpoint, beyond loopback. Empty: one is made at each start (docs/metrics.md).',
  },
  {
    name: 'metrics-key-file',
    type: 'string',
    default: '',
    help: 'Its private key.',
  },
  {
    name: 'metrics-client-ca-file',
    type: 'string',
    default: '',
    help: 'Authority of the certificates by which scrapers are known. Empty: by a token of the cluster.',
  },
  {
    name: 'manage-crds',
    type: 'boolean',
    default: 'false',
    help: 'Bring the CRDs of the operator and of Calico, and keep them as this release has them (docs/crds.md).',
  },
  {
    name: 'bootstrap-crds',
    type: 'boolean',
    default: 'false',
    help: 'Bring the CRDs as -manage-crds does, and end as soon as the API server serves them all.',
  },
  {
    name: 'variant',
    type: 'string',
    default: 'calico',
    choices: ['calico'],
    help: 'Accepted for compatibility: there is one edition.',
  },
  {
    name: 'print-calico-crds',
    type: 'string',
    default: '',
    help: 'Print the CRDs whose names begin with this, or all, and end. Those of projectcalico.org/v3 where CALICO_API_GROUP says so.',
  },
  {
    name: 'pre-delete',
    type: 'boolean',
    default: 'false',
    help: 'Delete the custom resources of the operator, and end as soon as the running operator has taken Calico down.',
  },
  {
    name: 'persist-defaults',
    type: 'boolean',
    default: 'false',
    help: 'Write the defaults in effect into the spec of the Installation, and end: before going back to the Go operator.',
  },
  {
    name: 'version',
    type: 'boolean',
    default: 'false',
    help: 'Print the versions of the operator and of Calico, and end.',
  },
  {
    name: 'print-images',
    type: 'string',
    default: '',
    choices: ['', 'list', 'listcalico'],
    help: 'Print the images of this release, the own one last, and end. Both words mean the same.',
  },
  {
    name: 'print-enterprise-crds',
    type: 'string',
    default: '',
    help: 'Refused: there is one edition, whose CRDs -print-calico-crds prints.',
  },
  {
    name: 'aws-sg-setup',
    type: 'boolean',
    default: 'false',
    help: 'Refused: security groups are not changed (docs/configuration.md#not-there).',
  },
  {
    name: 'zap-log-level',
    type: 'string',
    default: 'info',
    choices: ['debug', 'info', 'warn', 'error', 'panic'],
    orNumber: true,
    help: 'Least severe log lines to write. Any number means debug, and panic means error.',
  },
  {
    name: 'zap-encoder',
    type: 'string',
    default: 'json',
    choices: ['json', 'console'],
    help: 'Log lines for machines or for people.',
  },
  {
    name: 'zap-time-encoding',
    type: 'string',
    default: 'epoch',
    choices: ['epoch', 'iso8601', 'rfc3339', 'rfc3339nano', 'millis', 'nano'],
    help: 'How log lines write the time: seconds since 1970 (epoch, millis and nano too), or ISO 8601 (all others).',
  },
  {
    name: 'zap-stacktrace-level',
    type: 'string',
    default: 'error',
    choices: ['info', 'error', 'panic'],
    help: 'Accepted for compatibility: unforeseen errors always come with their stack.',
  },
  {
    name: 'zap-devel',
    type: 'boolean',
    default: 'false',
    help: 'The same as -zap-encoder=console -zap-log-level=debug.',
  },
];

/** What the command line asks for. */
export type Command =
  | { readonly command: 'help'; readonly text: string }
  | { readonly command: 'version' }
  | { readonly command: 'print-images' }
  /** `prefix`: how names begin, or `all`. */
  | { readonly command: 'print-crds'; readonly prefix: string }
  | { readonly command: ConnectedCommand; readonly options: RunOptions };

/** What is done with an API server: to run, or one job and then to end. */
export type ConnectedCommand = 'run' | 'bootstrap-crds' | 'pre-delete' | 'persist-defaults';

/** In the order in which flags are looked at. */
const jobs = ['pre-delete', 'persist-defaults', 'bootstrap-crds'] as const;

/** Paths of PEM files; empty for none. */
export interface MetricsFiles {
  readonly certificate: string;
  readonly key: string;
  readonly clientCa: string;
}

export interface RunOptions {
  /** Empty: look in the usual places. */
  readonly kubeconfig: string;
  /** A kubeconfig that only says where the API server is; empty: none. */
  readonly urlOnlyKubeconfig: string;
  readonly leaderElection: boolean;
  /** Whether the operator brings its CRDs. */
  readonly manageCrds: boolean;
  /** Where probes are served; absent where they are not. */
  readonly healthAddress?: ListenAddress;
  readonly metricsFiles: MetricsFiles;
  readonly log: LogOptions;
}

/** Reads the command line. Throws FlagError. */
export function readCommand(args: readonly string[]): Command {
  const values = parseFlags(flags, args);
  if (values === 'help') return { command: 'help', text: help };
  refuse(values);
  if (values['version'] === 'true') return { command: 'version' };
  if (values['print-images'] !== '') return { command: 'print-images' };
  const { 'print-calico-crds': prefix = '' } = values;
  if (prefix !== '') return { command: 'print-crds', prefix };
  const command = jobs.find((job) => values[job] === 'true') ?? 'run';
  return { command, options: runOptions(values) };
}

/** What the Go operator does and this one does not ends with the way out. Throws FlagError. */
function refuse(values: FlagValues): void {
  if (values['aws-sg-setup'] === 'true') {
    throw new FlagError(
      '-aws-sg-setup: this operator changes no security groups; between all nodes allow TCP 179 and 5473, and IP ' +
        'protocol 4 (IP in IP) or UDP 4789 (VXLAN), as the pools need',
    );
  }
  if (values['print-enterprise-crds'] !== '') {
    throw new FlagError('-print-enterprise-crds: there is one edition; -print-calico-crds=all prints its CRDs');
  }
}

function runOptions(values: FlagValues): RunOptions {
  const flag = 'health-probe-bind-address';
  const healthAddress = parseListenAddress(flag, values[flag] ?? '');
  return {
    kubeconfig: values['kubeconfig'] ?? '',
    urlOnlyKubeconfig: values['url-only-kubeconfig'] ?? '',
    leaderElection: values['enable-leader-election'] === 'true',
    manageCrds: values['manage-crds'] === 'true',
    ...(healthAddress && { healthAddress }),
    metricsFiles: metricsFiles(values),
    log: logOptions(values),
  };
}

function metricsFiles(values: FlagValues): MetricsFiles {
  const { 'metrics-cert-file': certificate = '', 'metrics-key-file': key = '' } = values;
  if ((certificate === '') !== (key === '')) {
    throw new FlagError('-metrics-cert-file and -metrics-key-file belong together: give both, or none');
  }
  return { certificate, key, clientCa: values['metrics-client-ca-file'] ?? '' };
}

const help = `Installs, configures, upgrades and heals Calico networking, as the Installation named "default" describes it.

Usage: operator [flags]

${flagHelp(flags)}
`;

function logOptions(values: FlagValues): LogOptions {
  const devel = values['zap-devel'] === 'true';
  const iso = !['epoch', 'millis', 'nano'].includes(values['zap-time-encoding'] ?? '');
  return {
    level: devel ? 'debug' : logLevel(values['zap-log-level'] ?? 'info'),
    format: devel || values['zap-encoder'] === 'console' ? 'console' : 'json',
    time: iso ? 'iso8601' : 'epoch',
  };
}

/** The words that pino has too, and the others as near as can be. */
function logLevel(word: string): LogOptions['level'] {
  if (/^\d/.test(word)) return 'debug';
  return word === 'panic' ? 'error' : (word as LogOptions['level']);
}
