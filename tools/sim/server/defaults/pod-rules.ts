import { stringAt, type JsonRecord } from '../values.ts';
import type { DefaultRule } from './set-default.ts';

/** `latest`, or no tag at all, is pulled each time. */
function pullPolicy(container: JsonRecord): string {
  const image = stringAt(container, ['image']) ?? '';
  const [, tag] = /:([^:/@]+)(?:@.*)?$/.exec(image) ?? [];
  return image.includes('@') || (tag !== undefined && tag !== 'latest') ? 'IfNotPresent' : 'Always';
}

const probeRules: readonly DefaultRule[] = [
  { path: 'timeoutSeconds', value: 1 },
  { path: 'periodSeconds', value: 10 },
  { path: 'successThreshold', value: 1 },
  { path: 'failureThreshold', value: 3 },
  { path: 'httpGet.path', value: '/' },
  { path: 'httpGet.scheme', value: 'HTTP' },
];

const containerRules: readonly DefaultRule[] = [
  { path: 'resources', value: {} },
  { path: 'terminationMessagePath', value: '/dev/termination-log' },
  { path: 'terminationMessagePolicy', value: 'File' },
  { path: 'imagePullPolicy', value: pullPolicy },
  { path: 'ports[].protocol', value: 'TCP' },
  { path: 'env[].valueFrom.fieldRef.apiVersion', value: 'v1' },
  { path: 'lifecycle.preStop.httpGet.scheme', value: 'HTTP' },
  ...below('livenessProbe', probeRules),
  ...below('readinessProbe', probeRules),
  ...below('startupProbe', probeRules),
];

const volumeRules: readonly DefaultRule[] = [
  { path: 'configMap.defaultMode', value: 0o644 },
  { path: 'secret.defaultMode', value: 0o644 },
  { path: 'downwardAPI.defaultMode', value: 0o644 },
  { path: 'projected.defaultMode', value: 0o644 },
  { path: 'projected.sources[].serviceAccountToken.expirationSeconds', value: 3600 },
  { path: 'projected.sources[].downwardAPI.items[].fieldRef.apiVersion', value: 'v1' },
  { path: 'hostPath.type', value: '' },
];

/** Defaults of a pod's `spec`, which is at `path`. */
export function podRules(path: string): readonly DefaultRule[] {
  return below(path, [
    { path: 'restartPolicy', value: 'Always' },
    { path: 'terminationGracePeriodSeconds', value: 30 },
    { path: 'dnsPolicy', value: 'ClusterFirst' },
    { path: 'securityContext', value: {} },
    { path: 'schedulerName', value: 'default-scheduler' },
    // The name under which the field was known before Kubernetes 1.1; the server still shows both.
    { path: 'serviceAccount', value: (spec: JsonRecord) => spec['serviceAccountName'] },
    ...below('containers[]', containerRules),
    ...below('initContainers[]', containerRules),
    ...below('volumes[]', volumeRules),
  ]);
}

/** The rules for an object that is at `path`. */
export function below(path: string, rules: readonly DefaultRule[]): readonly DefaultRule[] {
  return rules.map((rule) => ({ ...rule, path: `${path}.${rule.path}` }));
}
