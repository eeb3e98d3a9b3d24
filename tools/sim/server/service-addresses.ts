import type { KubeObject } from '../../../src/k8s/object.ts';
import { stringAt, valueAt, type JsonRecord } from './values.ts';

/** Gives Services their cluster IPs, in the order in which they come. */
export class ServiceAddresses {
  #given = 99;

  /** The Service with an address, unless it has one, wants none, or stands for a name outside. */
  withAddress(service: KubeObject): KubeObject {
    const spec = valueAt(service, ['spec']) as JsonRecord | undefined;
    if (spec === undefined || spec['type'] === 'ExternalName') return service;
    const clusterIP = stringAt(spec, ['clusterIP']) || this.#next();
    const addressed = {
      ...spec,
      clusterIP,
      clusterIPs: spec['clusterIPs'] ?? [clusterIP],
      ipFamilies: spec['ipFamilies'] ?? [clusterIP.includes(':') ? 'IPv6' : 'IPv4'],
      ipFamilyPolicy: spec['ipFamilyPolicy'] ?? 'SingleStack',
    };
    return { ...service, spec: addressed } as KubeObject;
  }

  #next(): string {
    this.#given++;
    return `10.96.${Math.floor(this.#given / 256)}.${this.#given % 256}`;
  }
}

const kept = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const;

/** An update that leaves out what was allocated keeps it. */
export function withKeptAddress(service: KubeObject, before: KubeObject): KubeObject {
  const spec = valueAt(service, ['spec']) as JsonRecord | undefined;
  const former = valueAt(before, ['spec']) as JsonRecord | undefined;
  if (spec === undefined || former === undefined || spec['type'] === 'ExternalName') return service;
  const missing = kept.filter((field) => spec[field] === undefined && former[field] !== undefined);
  if (missing.length === 0) return service;
  return {
    ...service,
    spec: { ...spec, ...Object.fromEntries(missing.map((field) => [field, former[field]])) },
  } as KubeObject;
}
