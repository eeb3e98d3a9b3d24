import * as z from 'zod';
import { int32, listOf, struct, structWith } from '../schema.ts';
import type { CalicoKind } from './calico-kind.ts';
import { integer, text } from './fields.ts';

const bird = (family: string) =>
  struct(`The BIRD process for ${family}.`, {
    lastBootTime: text('When it started.'),
    lastReconfigurationTime: text('When it last read its configuration.'),
    routerID: text('Its router id.'),
    state: z.enum(['Ready', 'NotReady']).describe('Whether it works.'),
    version: text('Its version.'),
  });

const peer = struct('A BGP session.', {
  peerIP: text('Address of the peer.'),
  since: text('When it entered its state.'),
  state: z
    .enum(['Idle', 'Connect', 'Active', 'OpenSent', 'OpenConfirm', 'Established', 'Close'])
    .describe('State of the session, as BGP calls it.'),
  type: z.enum(['NodeMesh', 'NodePeer', 'GlobalPeer']).describe('What made the session: the mesh, or a BGPPeer.'),
});

const route = struct('A route.', {
  destination: text('Where it leads, a range.'),
  gateway: text('Next hop.'),
  interface: text('Interface of the node.'),
  learnedFrom: struct('Where it came from.', {
    peerIP: text('Address of the peer, if it came by BGP.'),
    sourceType: z.enum(['Kernel', 'Static', 'Direct', 'NodeMesh', 'BGPPeer']).describe('What it was learned from.'),
  }),
  type: z.enum(['FIB', 'RIB']).describe('Whether the kernel uses it (FIB) or BIRD knows it only (RIB).'),
});

const status = struct('What calico-node of the node reports.', {
  agent: struct('The processes.', { birdV4: bird('IPv4'), birdV6: bird('IPv6') }),
  bgp: structWith('The BGP sessions.', {
    required: {
      numberEstablishedV4: integer('IPv4 sessions that work.'),
      numberEstablishedV6: integer('IPv6 sessions that work.'),
      numberNotEstablishedV4: integer('IPv4 sessions that do not.'),
      numberNotEstablishedV6: integer('IPv6 sessions that do not.'),
    },
    optional: {
      peersV4: listOf(peer, 'The IPv4 sessions.'),
      peersV6: listOf(peer, 'The IPv6 sessions.'),
    },
  }),
  lastUpdated: z.string().meta({ format: 'date-time' }).nullable().describe('When this was written.'),
  routes: struct('The routes.', {
    routesV4: listOf(route, 'The IPv4 routes.'),
    routesV6: listOf(route, 'The IPv6 routes.'),
  }),
});

/** The kind CalicoNodeStatus, for the generator. */
export const calicoNodeStatus: CalicoKind = {
  kind: 'CalicoNodeStatus',
  plural: 'caliconodestatuses',
  scope: 'Cluster',
  description: 'Asks one node for the state of its routing. Create it to look, delete it after: reports cost writes.',
  spec: struct('What is asked.', {
    classes: listOf(z.enum(['Agent', 'BGP', 'Routes']), 'Parts of the status to report.'),
    node: text('Name of the node.'),
    updatePeriodSeconds: int32('Seconds between reports. 0: once.'),
  }),
  status,
  printerColumns: [
    { name: 'Node', type: 'string', jsonPath: '.spec.node' },
    { name: 'Classes', type: 'string', jsonPath: '.spec.classes' },
  ],
};
