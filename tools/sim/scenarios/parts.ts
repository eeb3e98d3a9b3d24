import type { OperatorObject } from '../../../src/crds/operator-kind.ts';
import {
  ApiServers,
  Goldmanes,
  Installations,
  ManagementClusterConnections,
  Whiskers,
} from '../../../src/crds/kinds.ts';
import type { KubeObject, ResourceType } from '../../../src/k8s/object.ts';

/** A custom resource that asks for a part of Calico. */
export interface Part {
  readonly type: ResourceType<OperatorObject<string, object, object>>;
  readonly name: string;
  readonly spec: object;
  /** The TigeraStatus that tells how it is doing. */
  readonly status: string;
}

/** All parts, Whisker after the Goldmane that it needs. */
export const parts: readonly Part[] = [
  { type: Installations, name: 'default', spec: {}, status: 'calico' },
  { type: ApiServers, name: 'default', spec: {}, status: 'apiserver' },
  { type: Goldmanes, name: 'default', spec: {}, status: 'goldmane' },
  { type: Whiskers, name: 'default', spec: {}, status: 'whisker' },
  {
    type: ManagementClusterConnections,
    name: 'tigera-secure',
    spec: { managementClusterAddr: 'manager.example.com:9449' },
    status: 'management-cluster-connection',
  },
];

/** What the management cluster hands out for the tunnel, which the user applies beside its part. */
export const tunnelSecret: KubeObject & { readonly data: object } = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'tigera-managed-cluster-connection', namespace: 'tigera-operator' },
  data: { 'managed-cluster.crt': 'YQ==', 'managed-cluster.key': 'Yg==', 'management-cluster.crt': 'Yw==' },
};

/** A part as its user applies it. */
export function objectOf({ type, name, spec }: Part): OperatorObject<string, object, object> {
  return { apiVersion: 'operator.tigera.io/v1', kind: type.kind, metadata: { name }, spec };
}

/** All orders of a list, the given one first. */
export function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, index) => ordersOf(items.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}

/** So many of them, evenly over the list. */
export function evenly<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as T);
}

/** An order in words. */
export function titleOf(order: readonly Part[]): string {
  return order.map(({ type }) => type.kind).join(', ');
}
