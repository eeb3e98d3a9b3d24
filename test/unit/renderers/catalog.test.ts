import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { describeRef, type KubeObject, refOf } from '../../../src/k8s/object.ts';
import { coreComponents, renderCore, renderTiers } from '../../../src/renderers/catalog.ts';
import type { CoreInput } from '../../../src/renderers/input.ts';
import { aCoreInput, aSettledSpec } from '../../support/core-facts.ts';

const providers = ['', 'EKS', 'GKE', 'AKS', 'OpenShift', 'DockerEnterprise', 'RKE2', 'TKG', 'Kind'] as const;
const cnis = ['Calico', 'AmazonVPC', 'GKE', 'AzureVNET'] as const;
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const port = fc.integer({ min: 1, max: 65_535 });

/** Facts of many clusters; not all of them would pass validation. */
const anyInput: fc.Arbitrary<CoreInput> = fc
  .record({
    kubernetesProvider: fc.constantFrom(...providers),
    cniType: fc.constantFrom(...cnis),
    linuxDataplane: fc.constantFrom('Iptables', 'BPF', 'VPP', 'Nftables'),
    bgp: fc.constantFrom('Enabled', 'Disabled'),
    mtu: optional(fc.integer()),
    typhaMetricsPort: optional(port),
    kubeControllersMetricsPort: fc.oneof(fc.constant(0), port),
    kubeletVolumePluginPath: fc.constantFrom('None', '/var/lib/kubelet'),
    birdTemplates: fc.dictionary(fc.stringMatching(/^[a-z.]+$/), fc.string()),
    systemRoots: fc.string(),
  })
  .map(
    ({
      kubernetesProvider,
      cniType,
      linuxDataplane,
      bgp,
      mtu,
      typhaMetricsPort,
      kubeletVolumePluginPath,
      ...facts
    }) => {
      const spec = aSettledSpec({
        kubernetesProvider,
        kubeletVolumePluginPath,
        cni: { ...aSettledSpec().cni, type: cniType },
        calicoNetwork: { linuxDataplane, bgp, windowsDataplane: 'Disabled', ...(mtu !== undefined && { mtu }) },
        ...(typhaMetricsPort !== undefined && { typhaMetricsPort }),
      });
      const { birdTemplates, kubeControllersMetricsPort, systemRoots } = facts;
      const certs = { ...aCoreInput().certs, systemRoots };
      return aCoreInput({ spec, birdTemplates, kubeControllersMetricsPort, certs });
    },
  );

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** Paths of what an object must not hold on the wire. */
function illegalPaths(value: unknown, path: string): string[] {
  if (value === null || value === undefined) return [path];
  if (typeof value !== 'object') return [];
  if (Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, child]) => illegalPaths(child, `${path}.${key}`));
}

const refs = (objects: readonly KubeObject[]): string[] => objects.map((object) => describeRef(refOf(object)));

describe('renderCore', () => {
  it('gives the same bytes for the same facts, and leaves the facts alone', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(JSON.stringify(renderCore(frozen(input)))).toBe(JSON.stringify(renderCore(structuredClone(input))));
      }),
      { numRuns: 30 },
    );
  });

  it('never sends null, undefined, an empty list, a status or what only the server sets', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const object of renderCore(input).present) {
          expect(illegalPaths(object, object.kind)).toEqual([]);
          expect(Object.keys(object)).not.toContain('status');
          expect(Object.keys(object.metadata)).not.toContain('creationTimestamp');
        }
      }),
      { numRuns: 30 },
    );
  });

  it('wants no object twice, and none that it also wants gone', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { present, absent } = renderCore(input);
        const all = [...refs(present), ...absent.map(describeRef)];
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 30 },
    );
  });

  it('names the Installation as the owner of every object', () => {
    const owners = renderCore(aCoreInput()).present.map(({ metadata }) => metadata.ownerReferences?.[0]?.uid);
    expect(new Set(owners)).toEqual(new Set(['uid-1']));
  });

  it('names variables, ports, mounts and volumes of a pod once each', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const list of keyedLists(renderCore(input).present)) expect(new Set(list).size).toBe(list.length);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves out the policies until their tier is there', () => {
    const { present } = renderCore(aCoreInput({ tierReady: false }));
    expect(present.filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
  });
});

/** The keys of every list that the API server keeps as a map. */
function keyedLists(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, child]) => {
    const deeper = keyedLists(child);
    const keyOf = mapKeys[field];
    return keyOf !== undefined && Array.isArray(child) ? deeper.concat([child.map(keyOf)]) : deeper;
  });
}

interface Item {
  readonly name?: string;
  readonly mountPath?: string;
}

const mapKeys: Readonly<Record<string, (item: Item) => string>> = {
  env: ({ name = '' }) => name,
  volumes: ({ name = '' }) => name,
  containers: ({ name = '' }) => name,
  initContainers: ({ name = '' }) => name,
  volumeMounts: ({ mountPath = '' }) => mountPath,
};

describe('coreComponents', () => {
  it('have different names', () => {
    const names = coreComponents.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('renderTiers', () => {
  it('gives its objects no owner, because they outlive the Installation', () => {
    const { present } = renderTiers({ provider: '', nodeLocalDnsAddresses: ['10.96.0.10'] });
    expect(present.map(({ metadata }) => metadata.ownerReferences)).toEqual([undefined, undefined, undefined]);
  });
});
