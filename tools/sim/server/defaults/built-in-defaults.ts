import type { KubeObject } from '../../../../src/k8s/object.ts';
import type { ResourceName } from '../../../observer/history.ts';
import { isRecord, listAt, valueAt, withField } from '../values.ts';
import { defaultRules, initialStatus } from './rules.ts';
import { compileRule, withDefault, type CompiledRule } from './set-default.ts';

const compiled: ReadonlyMap<string, readonly CompiledRule[]> = new Map(
  Object.entries(defaultRules).map(([key, rules]) => [key, rules.map(compileRule)]),
);

/** An object of a built-in kind with the defaults that the server puts in when it reads one. */
export function withBuiltInDefaults(resource: ResourceName, object: KubeObject): KubeObject {
  const rules = compiled.get(keyOf(resource)) ?? [];
  const defaulted = rules.reduce<unknown>((so, rule) => withDefault(so, rule), withDataOfText(resource, object));
  return withHostPorts(resource, defaulted as KubeObject);
}

/** The status that a new object of a built-in kind has; undefined for none. */
export function initialStatusOf(resource: ResourceName): object | undefined {
  return initialStatus[keyOf(resource)];
}

/** `stringData` of a Secret is a way to write `data`, and is never shown. */
function withDataOfText({ plural, group }: ResourceName, object: KubeObject): KubeObject {
  const texts = valueAt(object, ['stringData']);
  if (plural !== 'secrets' || group !== '' || !isRecord(texts)) return object;
  const data: Record<string, unknown> = { ...(valueAt(object, ['data']) as object | undefined) };
  for (const [key, text] of Object.entries(texts)) data[key] = Buffer.from(String(text)).toString('base64');
  return withField(withField(object, 'stringData', undefined), 'data', data);
}

/** On the node's own network a port of a container is that port of the node; templates do not say so. */
function withHostPorts({ plural, group }: ResourceName, object: KubeObject): KubeObject {
  const spec = valueAt(object, ['spec']);
  if (plural !== 'pods' || group !== '' || !isRecord(spec) || spec['hostNetwork'] !== true) return object;
  return withField(object, 'spec', { ...spec, containers: listAt(spec, ['containers']).map(containerWithHostPorts) });
}

function containerWithHostPorts(container: unknown): unknown {
  const ports = listAt(container, ['ports']);
  if (!isRecord(container) || ports.length === 0) return container;
  return {
    ...container,
    ports: ports.map((port) => (isRecord(port) ? { hostPort: port['containerPort'], ...port } : port)),
  };
}

function keyOf({ plural, group }: ResourceName): string {
  return `${plural}.${group}`;
}
