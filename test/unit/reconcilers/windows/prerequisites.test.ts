import { describe, expect, it } from '@jest/globals';
import { Degraded } from '../../../../src/crds/status/degraded.ts';
import { requirePrerequisites } from '../../../../src/reconcilers/windows/prerequisites.ts';
import { settled } from '../../../support/installation-facts.ts';
import { aContext, type TestContext } from '../../../support/reconcile-context.ts';
import { endpointConfig, ipamConfiguration, windowsSpec } from '../../../support/windows-cluster.ts';
import { withContent } from '../../../support/cluster-objects.ts';
import type { KubeObject } from '../../../../src/k8s/object.ts';

const spec = settled(windowsSpec);

function holding(...objects: KubeObject[]): TestContext {
  const ctx = aContext({ endpoint: { host: '10.96.0.1', port: '443' } });
  ctx.holds(...objects);
  return ctx;
}

/** What is asked for, without the heading; undefined where nothing is. */
function asked(ctx: TestContext, of = spec): string[] | undefined {
  try {
    requirePrerequisites(ctx, of);
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ reason: 'ResourceReadError', retry: { afterSeconds: 300 } });
    return (error as Degraded).message.split('\n').slice(1);
  }
}

describe('requirePrerequisites', () => {
  it('asks for all in one message, with the commands', () => {
    expect(asked(holding())).toEqual([
      expect.stringMatching(/ConfigMap tigera-operator\/kubernetes-services-endpoint .*: kubectl create configmap -n /),
      expect.stringMatching(/IPAMConfiguration default .*strictAffinity true.*"spec":\{"strictAffinity":true\}/),
    ]);
  });

  it('has nothing to ask for where all is set', () => {
    expect(asked(holding(endpointConfig, ipamConfiguration(true)))).toBeUndefined();
  });

  it('names the keys that the ConfigMap lacks', () => {
    const incomplete = withContent(endpointConfig, { data: { KUBERNETES_SERVICE_HOST: '192.0.2.1' } });
    expect(asked(holding(incomplete, ipamConfiguration(true)))).toEqual([
      expect.stringContaining('must have KUBERNETES_SERVICE_PORT, an address'),
    ]);
  });

  it('asks for strict affinity where it is off', () => {
    expect(asked(holding(endpointConfig, ipamConfiguration(false)))).toHaveLength(1);
  });

  it('leaves other IPAM plugins as they are', () => {
    const others = settled({ ...windowsSpec, cni: { type: 'Calico', ipam: { type: 'HostLocal' } } });
    expect(asked(holding(endpointConfig), others)).toBeUndefined();
  });
});
