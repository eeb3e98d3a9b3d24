import type { SettledSpec } from '../../crds/installation/spec.ts';
import { wholeUnits, type Quantity } from '../../crds/quantity.ts';
import type { Endpoint } from '../input.ts';
import { withoutUndefined } from './without-undefined.ts';

type Json = string | number | boolean | Json[] | { [key: string]: Json };
export type JsonObject = Record<string, Json>;

/**
 * A network configuration list (https://www.cni.dev/docs/spec/#section-1-network-configuration-format). The hash of this
 * very text is an annotation of the pods: another blank would roll calico-node on every node.
 */
export function cniConfigList(network: string, plugins: JsonObject[]): string {
  const members = [`"name": "${network}",`, '"cniVersion": "0.3.1",', `"plugins": ${compactJson(plugins)}`];
  return ['{', ...members.map((member) => `\t\t\t  ${member}`), '\t\t\t}'].join('\n');
}

/** How Calico's CNI plugin logs. */
export function cniLogging({ logging }: Pick<SettledSpec, 'logging'>): JsonObject {
  const { logSeverity, logFileMaxSize, logFileMaxCount, logFileMaxAgeDays } = logging?.cni ?? {};
  return withoutUndefined({
    log_level: logSeverity,
    log_file_max_size: wholeMebibytes(logFileMaxSize),
    log_file_max_count: logFileMaxCount,
    log_file_max_age: logFileMaxAgeDays,
  });
}

function wholeMebibytes(size: Quantity = ''): number | undefined {
  const bytes = wholeUnits(size);
  return bytes === undefined ? undefined : Number(bytes / 1024n / 1024n);
}

/** Where Calico's CNI plugin reaches the Kubernetes API; without it, where its kubeconfig says. */
export function apiRoot(endpoint: Endpoint | undefined): JsonObject {
  if (endpoint === undefined) return {};
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  return { k8s_api_root: `https://${host}:${endpoint.port}` };
}

/** JSON without blanks, keys sorted, and with `<`, `>`, `&` and the two line separators escaped. */
function compactJson(value: Json): string {
  return JSON.stringify(sortedKeys(value)).replaceAll(/[<>&\u2028\u2029]/g, unicodeEscape);
}

function unicodeEscape(char: string): string {
  return String.raw`\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object') return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, sortedKeys(value[name] ?? '')]));
}
