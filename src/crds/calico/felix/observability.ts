import * as z from 'zod';
import { anyCase, listOf, matching, structOf } from '../../schema.ts';
import { SEVERITIES, boolean, duration, integer, text } from '../fields.ts';

const timeoutOverride = structOf('Time after which one part of Felix counts as stuck.', {
  name: text('Name of the part, as the health report shows it, for example InternalDataplaneMainLoop.'),
  timeout: text('The time, for example `90s`.'),
});

/** Fields of FelixConfiguration about logs of Felix. */
export const logFields = {
  logActionRateLimit: matching(
    '^[1-9]\\d{0,3}/(?:second|minute|hour|day)$',
    'Most packets that rules with action Log write, for example `10/second`. Default: no limit.',
  ),
  logActionRateLimitBurst: z
    .int()
    .min(0)
    .max(9999)
    .describe('Packets that are logged at once before logActionRateLimit holds. Default: 5.'),
  logDebugFilenameRegex: text('Source files whose Debug messages are logged, as a regular expression. Default: all.'),
  logFilePath: text('Where the log file is. `none`: no file. Default: /var/log/calico/felix.log.'),
  logPrefix: matching(
    '^([a-zA-Z0-9%: /_-])*$',
    'Text before packets that rules with action Log write. %t, %k, %p and %n stand for tier, kind, policy and ' +
      'namespace. Default: calico-packet.',
  ),
  logSeverityFile: anyCase(SEVERITIES, 'Least severe messages that go to the file. Default: Info.'),
  logSeverityScreen: anyCase(SEVERITIES, 'Least severe messages that go to the log of the pod. Default: Info.'),
  logSeveritySys: anyCase(SEVERITIES, 'Least severe messages that go to syslog. Default: Info.'),
};

/** Fields of FelixConfiguration about health, metrics, flow logs and reports. */
export const reportingFields = {
  dataplaneWatchdogTimeout: text(
    'Deprecated, use healthTimeoutOverrides. Time after which the dataplane counts as stuck. Default: 90s.',
  ),
  endpointReportingDelay: duration(
    'How long changes of an endpoint are gathered before they are reported. Default: 1s.',
  ),
  endpointReportingEnabled: boolean('Whether the state of endpoints is written to etcd. Default: false.'),
  endpointStatusPathPrefix: text(
    'Directory of the files that tell the CNI plugin which pods have their policy. Default: /var/run/calico.',
  ),
  flowLogsCollectorDebugTrace: boolean('Whether every packet that the collector sees is logged. Default: false.'),
  flowLogsFlushInterval: duration('How often flow logs are sent on.'),
  flowLogsGoldmaneServer: text('Where flow logs go, `host:port`. Set by the operator. Default: nowhere.'),
  flowLogsLocalReporter: z
    .enum(['Disabled', 'Enabled'])
    .describe('Whether flow logs are offered on a socket of the node as well. Default: Disabled.'),
  flowLogsPolicyEvaluationMode: z
    .enum(['None', 'Continuous'])
    .describe(
      'Whether flow logs name the policies that hold when they are written (Continuous), or those that held when the ' +
        'connection began.',
    ),
  healthEnabled: boolean(
    'Whether Felix answers health checks. Set for calico-node by its environment. Default: false.',
  ),
  healthHost: text('Address of the health checks. Default: localhost.'),
  healthPort: integer('Port of the health checks. Default: 9099; the operator sets 9199 on OpenShift.'),
  healthTimeoutOverrides: listOf(timeoutOverride, 'Times after which parts of Felix count as stuck.'),
  policySyncPathPrefix: text('Directory of the sockets by which pods learn their policy. Default: none.'),
  prometheusGoMetricsEnabled: boolean('Whether metrics of the Go runtime are served. Default: true.'),
  prometheusMetricsCAFile: text('File with the authority of clients that may read metrics. Default: none.'),
  prometheusMetricsCertFile: text('File with the certificate for metrics. With it they are served by TLS only.'),
  prometheusMetricsClientAuth: text(
    'Which certificate a client must have, as Go names it: RequireAndVerifyClientCert, NoClientCert and so on.',
  ),
  prometheusMetricsEnabled: boolean(
    'Whether Prometheus metrics are served. nodeMetricsPort of the Installation wins. Default: false.',
  ),
  prometheusMetricsHost: text('Address that metrics are served at. Default: all.'),
  prometheusMetricsKeyFile: text('File with the key of prometheusMetricsCertFile.'),
  prometheusMetricsPort: integer('Port that metrics are served at. Default: 9091.'),
  prometheusProcessMetricsEnabled: boolean('Whether metrics of the process are served. Default: true.'),
  prometheusWireGuardMetricsEnabled: boolean('Whether metrics of WireGuard are served. Default: true.'),
  reportingInterval: duration('How often Felix says that it lives. 0: never. Etcd only. Default: 30s.'),
  reportingTTL: duration('How long that word is good for. Etcd only. Default: 90s.'),
  usageReportingEnabled: boolean(
    'Whether Felix sends version and size of the cluster, anonymously, and learns of updates. Default: true.',
  ),
  usageReportingInitialDelay: duration('Time before the first such report. Default: 300s.'),
  usageReportingInterval: duration('Time between such reports. Default: 86400s.'),
};

/** Fields of FelixConfiguration for those who work on Felix, or on its troubles. */
export const debugFields = {
  debugDisableLogDropping: boolean('Whether Felix waits rather than lose log messages. Slow. Default: false.'),
  debugHost: text('Address of the profiling server. Default: localhost.'),
  debugMemoryProfilePath: text('File that a memory profile is written to on SIGUSR1.'),
  debugPort: integer('Port of the profiling server. Default: none.'),
  debugSimulateCalcGraphHangAfter: duration('Time after which policy calculation pretends to be stuck.'),
  debugSimulateDataplaneApplyDelay: duration('Time that each write to the dataplane takes in addition.'),
  debugSimulateDataplaneHangAfter: duration('Time after which the dataplane pretends to be stuck.'),
  featureDetectOverride: matching(
    '^([a-zA-Z0-9-_]+=(true|false|),)*([a-zA-Z0-9-_]+=(true|false|))?$',
    'Features of the node that Felix must take as there or not, `name=true,name=false`.',
  ),
  featureGates: matching(
    '^([a-zA-Z0-9-_]+=([^=]+),)*([a-zA-Z0-9-_]+=([^=]+))?$',
    'Experimental features to turn on, `name=value` with commas between.',
  ),
  goGCThreshold: integer('How much the heap grows before memory is collected, in percent. -1: never. Default: 40.'),
  goMaxProcs: integer('Most processors that Felix uses. -1: all. Default: -1.'),
  goMemoryLimitMB: integer('Memory in MB that Felix tries to stay within. -1: no limit. Default: -1.'),
};
