import { INSTALL_CNI } from './facts.ts';
import type { ManifestProblem } from './manifest-problem.ts';

/** JSON as it comes. */
export type JsonMap = Readonly<Record<string, unknown>>;

/** The CNI configuration that a manifest gives to its nodes. */
export interface CniConfig {
  readonly name: string | undefined;
  readonly plugins: readonly JsonMap[];
  /** The plugin `calico`; empty where there is none. */
  readonly calico: JsonMap;
}

/** Where it is read, and who hears what is wrong with it. */
export interface CniSource {
  env(name: string, container: string): string | undefined;
  refuse(problem: ManifestProblem): void;
}

const nothing: CniConfig = { name: undefined, plugins: [], calico: {} };

/**
 * What install-cni makes the CNI configuration of the nodes from: a template with words in underscores, of which the MTU
 * stands without quotes. Refuses what is no JSON, and what has no plugin `calico`.
 */
export function readCniConfig(reading: CniSource): CniConfig {
  const text = reading.env('CNI_NETWORK_CONFIG', INSTALL_CNI);
  const parsed = text === undefined ? undefined : parseJson(text.replaceAll('__CNI_MTU__', '-1'));
  if (parsed === undefined) {
    const about = { message: 'holds no CNI configuration', fix: 'give install-cni one, as JSON in CNI_NETWORK_CONFIG' };
    reading.refuse({ component: 'cni-config', field: `env CNI_NETWORK_CONFIG of container ${INSTALL_CNI}`, ...about });
    return nothing;
  }
  const listed = parsed['plugins'];
  const plugins = Array.isArray(listed) ? listed.filter(isJsonMap) : [parsed];
  const calico = plugins.find(({ type }) => type === 'calico');
  if (calico === undefined) {
    const about = { message: 'has no plugin "calico"', fix: 'add it, or remove what another CNI plugin needs' };
    reading.refuse({ component: 'cni-config', field: 'plugins', value: plugins.map(({ type }) => type), ...about });
  }
  const name = typeof parsed['name'] === 'string' ? parsed['name'] : undefined;
  return { name, plugins, calico: calico ?? {} };
}

function parseJson(text: string): JsonMap | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is a JSON object. */
export function isJsonMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
