import * as z from 'zod';
import { anyCase, listOf, matching, stringMap, struct } from '../../schema.ts';
import { boolean, duration, enabledOrDisabled, integer, portOrRange, text } from '../fields.ts';

const timeout = (description: string): z.ZodString =>
  matching('^(([0-9]*(\\.[0-9]*)?(ms|s|h|m|us)+)+|Auto)$', `${description} \`Auto\` takes it from Linux.`);

const conntrackTimeouts = struct('How long the BPF dataplane remembers connections without traffic.', {
  creationGracePeriod: timeout('Time that a new entry is kept before anything else is judged. Default: 10s.'),
  genericTimeout: timeout('For protocols other than TCP, UDP and ICMP. Default: 10m.'),
  icmpTimeout: timeout('For ICMP. Default: 5s.'),
  tcpEstablished: timeout('For established TCP connections. Default: 1h.'),
  tcpFinsSeen: timeout('For TCP connections that both sides have closed. Default: Auto.'),
  tcpResetSeen: timeout('For TCP connections that were reset. Default: 40s.'),
  tcpSynSent: timeout('For TCP connections that were not answered yet. Default: 20s.'),
  udpTimeout: timeout('For UDP. Default: 60s.'),
});

/** Fields of FelixConfiguration that shape the BPF dataplane. */
export const bpfFields = {
  bpfAttachType: z
    .enum(['TC', 'TCX'])
    .describe('How programs are attached to interfaces. TCX needs kernel 6.6; Felix falls back to TC. Default: TCX.'),
  bpfCTLBLogFilter: text('Which events of connect-time load balancing are logged at Debug: `all` or nothing.'),
  bpfConnectTimeLoadBalancing: z
    .enum(['TCP', 'Enabled', 'Disabled'])
    .describe(
      'For which connections a Service is resolved when a program calls connect, rather than packet by packet: ' +
        'TCP only, all (`Enabled`) or none. Default: TCP.',
    ),
  bpfConnectTimeLoadBalancingEnabled: boolean(
    'Deprecated, use bpfConnectTimeLoadBalancing. Whether connect-time load balancing is on for all protocols.',
  ),
  bpfConntrackLogLevel: z
    .enum(['Off', 'Debug'])
    .describe('Whether the program that cleans connection entries logs what it does. Default: Off.'),
  bpfConntrackMode: z
    .enum(['Auto', 'Userspace', 'BPFProgram'])
    .describe(
      'What cleans connection entries: Felix, a BPF program, or the program where the kernel can. Default: Auto.',
    ),
  bpfConntrackTimeouts: conntrackTimeouts,
  bpfDSROptoutCIDRs: listOf(
    z.string(),
    'Ranges of clients that get answers through the node that they called, even with external service mode DSR.',
  ),
  bpfDataIfacePattern: text(
    'Regular expression for the interfaces that carry traffic from and to the node. Default: names of usual network ' +
      'cards, as eth0, ens5, bond0.',
  ),
  bpfDisableGROForIfaces: text(
    'Regular expression for interfaces on which generic receive offload is turned off, against drivers that fail at it.',
  ),
  bpfDisableUnprivileged: boolean('Whether users other than root are denied the use of BPF. Default: true.'),
  bpfEnabled: boolean(
    'Whether the BPF dataplane is on. Set by the operator from linuxDataplane of the Installation, when calico-node ' +
      'is ready for it. Default: false.',
  ),
  bpfEnforceRPF: anyCase(
    ['Disabled', 'Strict', 'Loose'],
    'Whether packets are dropped whose source could not be reached by the interface that they came by (Strict) or by ' +
      'any (Loose). Default: Loose.',
  ),
  bpfExcludeCIDRsFromNAT: listOf(
    z.string(),
    'Ranges of Service addresses that another agent resolves, for example that of node-local DNS.',
  ),
  bpfExportBufferSizeMB: integer('Size in MB of the buffers by which programs hand events to Felix. Default: 1.'),
  bpfExtToServiceConnmark: integer(
    'Mark that connections from outside the cluster to a local Service get, for routing rules of your own. Default: 0.',
  ),
  bpfExternalServiceMode: anyCase(
    ['Tunnel', 'DSR'],
    'How answers to outside clients of a Service travel: back through the node that they called (Tunnel), or straight ' +
      'from the node of the pod (DSR, which the network must allow). Default: Tunnel.',
  ),
  bpfForceTrackPacketsFromIfaces: listOf(
    z.string(),
    'Interfaces whose packets go through the connection tracking of Linux as well, `+` at the end for any. ' +
      'Default: docker+.',
  ),
  bpfHostConntrackBypass: boolean(
    'Whether traffic of pods skips the connection tracking of Linux. Turn it off where other rules need it. ' +
      'Default: true.',
  ),
  bpfHostNetworkedNATWithoutCTLB: enabledOrDisabled.describe(
    'Whether programs on the host network reach Services without connect-time load balancing. Default: Enabled.',
  ),
  bpfJITHardening: z
    .enum(['Auto', 'Strict'])
    .describe(
      'Whether Felix lowers the JIT hardening of the kernel, which slows every packet, where it is at its strictest ' +
        '(Auto), or leaves it (Strict). Default: Auto.',
    ),
  bpfKubeProxyHealthzPort: integer(
    'Port of the health check for load balancers that kube-proxy would serve. 0: none. Default: 10256.',
  ),
  bpfKubeProxyIptablesCleanupEnabled: boolean(
    'Whether Felix removes the rules that a stopped kube-proxy left behind. It must not run beside it. Default: true.',
  ),
  bpfKubeProxyMinSyncPeriod: duration('Least time between two updates of the Service tables. Default: 1s.'),
  bpfL3IfacePattern: text(
    'Regular expression for further interfaces without a link layer, such as tunnels of your own: `^wg.*`.',
  ),
  bpfLogFilters: stringMap(
    'Which packets are logged at bpfLogLevel Debug, by interface: a filter as tcpdump takes it. Keys `all`, `weps`, ' +
      '`heps` or a name.',
  ),
  bpfLogLevel: anyCase(
    ['Off', 'Info', 'Debug'],
    'What programs write to the trace pipe of the kernel. Slows every packet. Default: Off.',
  ),
  bpfMaglevMaxEndpointsPerService: integer('Most endpoints of a Service that uses Maglev. Default: 100.'),
  bpfMaglevMaxServices: integer(
    'Most Services that may use Maglev, consistent hashing for load balancers. Default: 100.',
  ),
  bpfMapSizeConntrack: integer('Most connections that are remembered. A change restarts the memory. Default: 512000.'),
  bpfMapSizeConntrackCleanupQueue: z
    .int()
    .min(1)
    .describe('Most connections that wait to be forgotten. Default: 100000.'),
  bpfMapSizeConntrackScaling: anyCase(
    ['Disabled', 'DoubleIfFull'],
    'Whether the table of connections doubles when it is full. Default: DoubleIfFull.',
  ),
  bpfMapSizeIPSets: integer('Most entries of all IP sets together. Default: 1048576.'),
  bpfMapSizeIfState: integer('Most interfaces of a node. Default: 1000.'),
  bpfMapSizeNATAffinity: integer('Most clients whose Service has session affinity. Default: 65536.'),
  bpfMapSizeNATBackend: integer('Most endpoints of all Services together. Default: 262144.'),
  bpfMapSizeNATFrontend: integer('Most Services, each counted once per port and address. Default: 65536.'),
  bpfMapSizePerCpuConntrack: integer(
    'Connections remembered per processor, beyond those of bpfMapSizeConntrack if it is larger. Default: 0.',
  ),
  bpfMapSizeRoute: integer('Most routes: pods, nodes and blocks of the cluster. Default: 262144.'),
  bpfPSNATPorts: portOrRange(
    'Ports that a connection is moved to when its own is taken at the node. Default: 20000:29999.',
  ),
  bpfPolicyDebugEnabled: boolean(
    'Whether Felix keeps what `calico-node -bpf policy dump` shows: the program of each policy, readable. Default: true.',
  ),
  bpfProfiling: enabledOrDisabled.describe('Whether run times of programs are measured. Default: Disabled.'),
  bpfRedirectToPeer: enabledOrDisabled.describe(
    'Whether packets jump straight into the pod, past the host side of its interface. Default: Enabled.',
  ),
};
