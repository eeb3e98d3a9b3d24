import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../src/k8s/object.ts';
import { ensureHelm } from '../../tools/helm/build.ts';
import { helmTemplate, manifestFiles } from '../../tools/manifests/files.ts';

let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  files = manifestFiles(helmTemplate(await ensureHelm('.', console.log)));
});

function objectsOf(file: string): KubeObject[] {
  return parseAllDocuments(files.get(file) ?? '').flatMap((document) => (document.toJS() as KubeObject | null) ?? []);
}

function kindsOf(file: string): string[] {
  return [...new Set(objectsOf(file).map(({ kind }) => kind))].toSorted();
}

describe('the manifests', () => {
  it('have the names that guides for the Go operator use', () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        'custom-resources-bpf.yaml',
        'custom-resources.yaml',
        'operator-crds.yaml',
        'tigera-operator-ocp-upgrade.yaml',
        'tigera-operator.yaml',
        'v1_crd_projectcalico_org.yaml',
        'v3_projectcalico_org.yaml',
      ]),
    );
  });

  it.each([
    ['v1_crd_projectcalico_org.yaml', 32],
    ['operator-crds.yaml', 32],
    ['v3_projectcalico_org.yaml', 32],
  ])('%s holds %d CRDs and nothing else', (file, count) => {
    expect(kindsOf(file)).toEqual(['CustomResourceDefinition']);
    expect(objectsOf(file)).toHaveLength(count);
  });

  it('tigera-operator.yaml holds the namespace first, the operator, and no custom resource', () => {
    expect(objectsOf('tigera-operator.yaml')[0]).toMatchObject({
      kind: 'Namespace',
      metadata: { name: 'tigera-operator', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    });
    expect(kindsOf('tigera-operator.yaml')).toEqual([
      'ClusterRole',
      'ClusterRoleBinding',
      'Deployment',
      'Namespace',
      'Role',
      'RoleBinding',
      'ServiceAccount',
    ]);
  });

  it('the upgrade on OpenShift leaves alone what users have edited', () => {
    const names = objectsOf('tigera-operator-ocp-upgrade.yaml').map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names).toContain('Deployment tigera-operator');
    expect(names).not.toContain('ConfigMap calico-resources');
    expect(names).not.toContain('ConfigMap kubernetes-services-endpoint');
  });

  it('each file for the installer of OpenShift holds one object', () => {
    const installer = [...files.keys()].filter((name) => name.startsWith('ocp/'));
    expect(installer.filter((name) => objectsOf(name).length !== 1)).toEqual([]);
  });
});
