import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Manifests that are written by hand, below the checkout. */
const folder = 'manifests';
const namespaceManifest = 'config/rbac/00-namespace.yaml';

/** The custom resources have manifests of their own. */
const withoutCustomResources = ['installation', 'apiServer', 'goldmane', 'whisker'].flatMap((key) => [
  '--set',
  `${key}.enabled=false`,
]);
const openShift = ['--set', 'installation.kubernetesProvider=OpenShift'];

/** Makes `helm template` of a chart into text. */
export type Template = (chart: string, args?: readonly string[]) => string;

/** `helm template` without hooks, for the namespace that the manifests make. */
export function helmTemplate(helm: string): Template {
  return (chart, args = []) =>
    execFileSync(helm, ['template', 'calico', `charts/${chart}`, '-n', 'tigera-operator', '--no-hooks', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 26,
    });
}

/**
 * All manifests by which people install without Helm, content by path: those written by hand, and those made from the charts
 * (docs/install.md says what each is for).
 */
export function manifestFiles(template: Template): ReadonlyMap<string, string> {
  const crds = template('crd.projectcalico.org.v1');
  const operator = template('tigera-operator', withoutCustomResources);
  const ocp = openShiftFiles(template);
  return new Map([
    ...byHand(folder),
    ['v1_crd_projectcalico_org.yaml', crds],
    // The name under which older guides have it.
    ['operator-crds.yaml', crds],
    ['v3_projectcalico_org.yaml', withoutAdmissionPolicies(template('projectcalico.org.v3'))],
    ['tigera-operator.yaml', [readFileSync(namespaceManifest, 'utf8').trimEnd(), operator].join('\n')],
    ...ocp,
    ['tigera-operator-ocp-upgrade.yaml', upgradeOf(ocp)],
  ]);
}

/** The operator brings them, in the version that the cluster serves. */
function withoutAdmissionPolicies(text: string): string {
  return documents(text)
    .filter((document) => !/^kind: \w+AdmissionPolicy/m.test(document))
    .join('');
}

/** For the installer of OpenShift, one file for each object. */
function openShiftFiles(template: Template): Map<string, string> {
  const rendered = documents(template('tigera-operator', [...withoutCustomResources, ...openShift]));
  return new Map(rendered.map((document) => [`ocp/02-${nameOf(document)}.yaml`, document]));
}

/** What an upgrade applies again: not what users have edited. */
function upgradeOf(ocp: ReadonlyMap<string, string>): string {
  const namespaces = byHand(`${folder}/ocp`).filter(([name]) => name.startsWith('00-'));
  const kept = [...ocp].filter(([name]) => !name.endsWith('-calico-resources.yaml'));
  return [...namespaces, ...kept].map(([, text]) => (text.startsWith('---') ? text : `---\n${text}`)).join('');
}

function byHand(from: string): [string, string][] {
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  return files.toSorted().map((name) => [name, readFileSync(path.join(from, name), 'utf8')]);
}

/** The documents that Helm writes, each with the line that separates it. */
function documents(text: string): string[] {
  return text.split(/^(?=---\n)/m).filter((document) => /^kind: /m.test(document));
}

function nameOf(document: string): string {
  const kind = /^kind: (\w+)$/m.exec(document)?.[1] ?? '';
  const name = /^ {2}name: (\S+)$/m.exec(document)?.[1] ?? '';
  return `${kind.toLowerCase()}-${name}`;
}
