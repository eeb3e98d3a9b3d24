import { describe, expect, it } from '@jest/globals';
import { FlagError } from '../../../src/cli/flags.ts';
import { flags, readCommand, type RunOptions } from '../../../src/cli/options.ts';

/** What the operator runs with. */
function options(...args: string[]): RunOptions {
  const command = readCommand(args);
  if (command.command !== 'run') throw new Error(`the command is ${command.command}`);
  return command.options;
}

describe('the operator', () => {
  it('wants a key with a certificate', () => {
    expect(() => readCommand(['-metrics-cert-file=a'])).toThrow('belong together');
  });

  it('runs as the leader with a log for machines where nothing is said', () => {
    expect(readCommand([])).toEqual({
      command: 'run',
      options: {
        kubeconfig: '',
        urlOnlyKubeconfig: '',
        metricsFiles: { certificate: '', key: '', clientCa: '' },
        leaderElection: true,
        manageCrds: false,
        log: { level: 'info', format: 'json', time: 'epoch' },
      },
    });
  });

  it('runs as it is told', () => {
    const args = ['-kubeconfig', '/k', '-enable-leader-election=false', '--health-probe-bind-address=:8081'];
    expect(options(...args)).toMatchObject({
      kubeconfig: '/k',
      leaderElection: false,
      healthAddress: { host: '::', port: 8081 },
    });
  });

  it.each(['-version', '--version', '-version=true'])('tells its version: %s', (arg) => {
    expect(readCommand(['-kubeconfig=/k', arg])).toEqual({ command: 'version' });
  });

  it.each(['-print-images=list', '--print-images=listcalico', '-print-images=ListCalico'])(
    'prints its images: %s',
    (arg) => {
      expect(readCommand(['-kubeconfig=/k', arg])).toEqual({ command: 'print-images' });
    },
  );

  it('has no images of the other edition to print', () => {
    expect(() => readCommand(['-print-images=listenterprise'])).toThrow(
      '-print-images: "listenterprise" is not one of list, listcalico',
    );
  });

  it.each([
    ['-aws-sg-setup', 'changes no security groups; between all nodes allow TCP 179 and 5473'],
    ['-print-enterprise-crds=all', 'there is one edition'],
  ])('refuses %s with the way out', (arg, message) => {
    expect(() => readCommand([arg])).toThrow(message);
  });

  it.each([
    ['5', 'debug'],
    ['panic', 'error'],
    ['warn', 'warn'],
  ])('logs at level %s as %s', (given, level) => {
    expect(options(`-zap-log-level=${given}`).log.level).toBe(level);
  });

  it('knows no level 0', () => {
    expect(() => readCommand(['-zap-log-level=0'])).toThrow('-zap-log-level: "0" is not one of');
  });

  it.each([
    ['-print-calico-crds=all', 'all'],
    ['--print-calico-crds=ippools', 'ippools'],
  ])('prints its CRDs: %s', (arg, prefix) => {
    expect(readCommand([arg, '-variant=Calico'])).toEqual({ command: 'print-crds', prefix });
  });

  it('brings its CRDs and goes on with -manage-crds', () => {
    expect(options('-manage-crds=true')).toMatchObject({ manageCrds: true });
  });

  it('brings its CRDs and ends with -bootstrap-crds', () => {
    expect(readCommand(['-bootstrap-crds', '-manage-crds'])).toMatchObject({ command: 'bootstrap-crds' });
  });

  it('has no CRDs of the other edition', () => {
    expect(() => readCommand(['-variant=TigeraSecureEnterprise'])).toThrow(FlagError);
  });

  it('runs with `-version=false`', () => {
    expect(readCommand(['-version=false'])).toMatchObject({ command: 'run' });
  });

  it('refuses flags that it does not know', () => {
    expect(() => readCommand(['-enable-leader-elections'])).toThrow(FlagError);
  });
});

describe('the help', () => {
  it('says what the operator is for, how it is started, and every flag', () => {
    const command = readCommand(['--help']);
    const text = command.command === 'help' ? command.text : '';
    expect(text).toMatch(/^Installs, configures, upgrades and heals Calico networking/);
    expect(text).toContain('\nUsage: operator [flags]\n');
    expect(flags.filter(({ name }) => !text.includes(`\n  -${name}`))).toEqual([]);
  });

  it('fits the flags that it describes', () => {
    const unfit = flags.filter(({ default: value, choices }) => choices !== undefined && !choices.includes(value));
    expect(unfit).toEqual([]);
  });
});

describe('the options of the log', () => {
  it.each<[string[], Partial<RunOptions['log']>]>([
    [['-zap-log-level=debug'], { level: 'debug' }],
    [['-zap-log-level=error'], { level: 'error' }],
    [['-zap-encoder=console'], { format: 'console' }],
    [['-zap-devel'], { level: 'debug', format: 'console' }],
    [['-zap-devel', '-zap-log-level=error', '-zap-encoder=json'], { level: 'debug', format: 'console' }],
    [['-zap-stacktrace-level=panic'], {}],
    [['-zap-time-encoding=millis'], { time: 'epoch' }],
    [['-zap-time-encoding=nano'], { time: 'epoch' }],
    [['-zap-time-encoding=iso8601'], { time: 'iso8601' }],
    [['-zap-time-encoding=rfc3339'], { time: 'iso8601' }],
    [['-zap-time-encoding=rfc3339nano'], { time: 'iso8601' }],
  ])('%j give %j', (args, expected) => {
    expect(options(...args).log).toEqual({ level: 'info', format: 'json', time: 'epoch', ...expected });
  });
});
