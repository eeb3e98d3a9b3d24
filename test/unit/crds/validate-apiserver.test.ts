import { describe, expect, it } from '@jest/globals';
import type { APIServerSpec } from '../../../src/crds/apiserver.ts';
import { describeProblem } from '../../../src/crds/problem.ts';
import { validateApiServer } from '../../../src/crds/validate-apiserver.ts';

const problemsOf = (spec: APIServerSpec): string[] => validateApiServer(spec).map(describeProblem);

function withPort(container: 'calico-apiserver' | 'tigera-queryserver'): APIServerSpec {
  const ports: { name: 'apiserver'; containerPort: number }[] = [{ name: 'apiserver', containerPort: 5443 }];
  return { apiServerDeployment: { spec: { template: { spec: { containers: [{ name: container, ports }] } } } } };
}

describe('validateApiServer', () => {
  it('takes an empty spec, and a port of its own container', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf(withPort('calico-apiserver'))).toEqual([]);
  });

  it('refuses a port of another container', () => {
    expect(problemsOf(withPort('tigera-queryserver'))).toEqual([
      expect.stringMatching(
        /ports\[0\]\.name: "apiserver" belongs to container calico-apiserver, not to tigera-queryserver/,
      ),
    ]);
  });

  it('looks at both workloads', () => {
    const labels = { 'a b': '' };
    const spec = { apiServerDeployment: { metadata: { labels } }, calicoWebhooksDeployment: { metadata: { labels } } };
    expect(problemsOf(spec)).toEqual([
      expect.stringMatching(/^spec\.apiServerDeployment\.metadata\.labels/),
      expect.stringMatching(/^spec\.calicoWebhooksDeployment\.metadata\.labels/),
    ]);
  });
});
