import type { IPPool } from '../../src/crds/calico/ip-pool.ts';
import { applyDefaults } from '../../src/crds/installation/defaults.ts';
import type { DefaultingFacts, ValidationFacts } from '../../src/crds/installation/facts.ts';
import type { InstallationSpec, SettledSpec } from '../../src/crds/installation/spec.ts';

/** A cluster that says nothing: no platform, no pools, no past. */
export const bareCluster: DefaultingFacts = { detectedProvider: '', awsNodePresent: false, pools: { existing: [] } };

/** What validation must know of that cluster. */
export const knownEndpoint: ValidationFacts = { detectedProvider: '', apiEndpointKnown: true, pools: { existing: [] } };

export function settled(spec: InstallationSpec, facts: Partial<DefaultingFacts> = {}): SettledSpec {
  return applyDefaults(spec, { ...bareCluster, ...facts });
}

export function aPool(name: string, cidr: string, changes: Partial<IPPool['spec']> = {}): IPPool {
  return { apiVersion: 'projectcalico.org/v3', kind: 'IPPool', metadata: { name }, spec: { cidr, ...changes } };
}

/** A pool with the label of pools that the operator keeps. */
export function ourPool(name: string, cidr: string, changes: Partial<IPPool['spec']> = {}): IPPool {
  const labels = { 'app.kubernetes.io/managed-by': 'tigera-operator' };
  return { ...aPool(name, cidr, changes), metadata: { name, labels } };
}
