import { execFileSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../src/k8s/object.ts';

/** The objects of a chart, by the name they go under in golden files: kind, namespace and name. */
export type Rendered = ReadonlyMap<string, KubeObject>;

/** What `helm template` makes of a chart, given more arguments; throws with what Helm says where it refuses them. */
export function renderChart(helm: string, chart: string, more: readonly string[] = []): Rendered {
  const args = ['template', 'calico', `charts/${chart}`, '--namespace', 'tigera-operator'];
  const options = { encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 26 } as const;
  const text = execFileSync(helm, [...args, ...more], options);
  const documents = parseAllDocuments(text).map((document) => document.toJS() as KubeObject | null);
  return new Map(documents.filter((each) => each !== null).map((object) => [keyOf(object), object]));
}

/** The same without the rules of roles, which are generated and have files of their own. */
export function withoutRules(objects: Rendered): Rendered {
  return new Map([...objects].map(([key, object]) => [key, { ...object, rules: undefined }]));
}

function keyOf({ kind, metadata }: KubeObject): string {
  return [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join(' ');
}

/** What differs from the objects that no values give: those that are new or other, and null for those that are gone. */
export function changedBy(values: Rendered, defaults: Rendered): Readonly<Record<string, KubeObject | null>> {
  const changed = [...values].filter(([key, object]) => JSON.stringify(object) !== JSON.stringify(defaults.get(key)));
  const gone = [...defaults.keys()].filter((key) => !values.has(key)).map((key) => [key, null] as const);
  return Object.fromEntries([...changed, ...gone]);
}
