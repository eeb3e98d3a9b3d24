import { describe, expect, it } from '@jest/globals';
import { detectProvider, type PlatformFacts } from '../../../../src/reconcilers/cluster/detect-provider.ts';
import { aNodeFacts } from '../../../support/node-facts.ts';

type Groups = PlatformFacts['groups'];

const nothing: PlatformFacts = { groups: new Set(), nodes: [], configMaps: [], services: [] };
const nodeOf = (platform: string): PlatformFacts['nodes'] => [aNodeFacts({ platform })];
const gke: Groups = new Set(['networking.gke.io']);
const service = (name: string, labels: string[] = []): PlatformFacts['services'] => [{ name, labels, clusterIps: [] }];

describe('detectProvider', () => {
  it.each<[string, Partial<PlatformFacts>]>([
    ['', {}],
    ['GKE', { groups: gke, nodes: nodeOf('GKE') }],
    ['', { groups: gke }],
    ['', { nodes: nodeOf('GKE') }],
    ['TKG', { groups: new Set(['core.tanzu.vmware.com']) }],
    ['OpenShift', { groups: new Set(['config.openshift.io']) }],
    ['DockerEnterprise', { nodes: nodeOf('DockerEnterprise') }],
    ['EKS', { configMaps: [{ name: 'aws-auth' }] }],
    ['EKS', { configMaps: [{ name: 'eks-certificates-controller' }] }],
    ['EKS', { services: service('kube-dns', ['eks.amazonaws.com/component']) }],
    ['', { services: service('kube-dns') }],
    ['', { services: service('other', ['eks.amazonaws.com/component']) }],
    ['RKE2', { configMaps: [{ name: 'rke2' }] }],
    ['RKE2', { services: service('rke2-coredns-rke2-coredns') }],
    ['Kind', { nodes: nodeOf('Kind') }],
    ['AKS', { nodes: nodeOf('AKS') }],
  ])('finds %j by %j', (provider, facts) => {
    expect(detectProvider({ ...nothing, ...facts })).toBe(provider);
  });

  it('believes an API of the platform more than a label of a node', () => {
    const facts = { groups: new Set(['config.openshift.io']), nodes: nodeOf('AKS') };
    expect(detectProvider({ ...nothing, ...facts })).toBe('OpenShift');
  });
});
