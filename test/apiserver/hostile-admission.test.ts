import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Namespace, ResourceQuota } from '../../src/k8s/kinds.ts';
import type { KubeObject } from '../../src/k8s/object.ts';
import { resourceTypeOf } from '../../src/reconcilers/cluster/resource-types.ts';
import { World } from '../support/world.ts';

const noticeMs = 2_000;
const policies = 'admissionregistration.k8s.io/v1';
const operator = "request.userInfo.username == 'system:serviceaccount:tigera-operator:tigera-operator'";
const isOperator = [{ name: 'operator', expression: operator }];

function matches(resource: string): object {
  const rule = { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: [resource] };
  return { resourceRules: [rule] };
}

/** A policy of somebody and its binding. */
function pair(kind: 'Validating' | 'Mutating', name: string, spec: object, binding: object = {}): KubeObject[] {
  const policy = { apiVersion: policies, kind: `${kind}AdmissionPolicy`, metadata: { name }, spec };
  const bound = { ...policy, kind: `${kind}AdmissionPolicyBinding`, spec: { policyName: name, ...binding } };
  return [policy, bound];
}

const denying = pair(
  'Validating',
  'no-daemonsets',
  {
    matchConstraints: matches('daemonsets'),
    matchConditions: isOperator,
    validations: [{ expression: 'false', message: 'not today' }],
  },
  { validationActions: ['Deny'] },
);

const altering = pair('Mutating', 'own-registry', {
  matchConstraints: matches('deployments'),
  matchConditions: isOperator,
  reinvocationPolicy: 'Never',
  mutations: [
    {
      patchType: 'JSONPatch',
      jsonPatch: {
        expression: `[JSONPatch{op: "replace", path: "/spec/template/spec/containers/0/image", value: "mirror.example.org/any:1"}]`,
      },
    },
  ],
});

describe('policies of others that are in the way', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create(3);
  });

  afterAll(() => world.destroy());

  async function removes(objects: readonly KubeObject[]): Promise<void> {
    for (const object of objects) await world.deletes(resourceTypeOf(object), object.metadata);
  }

  async function says(type: string, text: RegExp): Promise<void> {
    await world.eventually(`calico is ${type} and says ${text.source}`, async () => {
      const { status, message = '' } = (await world.condition('calico', type)) ?? {};
      return status === 'True' && text.test(message);
    });
  }

  it('are named where they deny, and forgotten when they do not any more', async () => {
    for (const object of denying) await world.cluster.apply(object);
    world.startsTheOperator();
    await world.appliesInstallation();
    await says('Degraded', /calico-node.*no-daemonsets.*not today/);
    await removes(denying);
    await world.becomesAvailable();
    expect((await world.condition('calico', 'Degraded'))?.status).toBe('False');
  });

  it('are told, and not fought, where they alter what is sent', async () => {
    for (const object of altering) await world.cluster.apply(object);
    let port = 9100;
    await world.eventually('a Deployment is altered', async () => {
      await world.appliesInstallation({ typhaMetricsPort: (port += 1) });
      // The API server takes a while to notice a policy.
      await pause(noticeMs);
      const { message = '' } = (await world.condition('calico', 'Available')) ?? {};
      return /CAL-902 .*calico-typha .*containers\[calico-typha\]\.image/.test(message);
    });
    await removes(altering);
    await world.stopsTheOperator();
    world.startsTheOperator();
    await world.becomesAvailable();
  });

  it('are told where a quota keeps pods away', async () => {
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none', namespace: 'calico-system' } };
    await world.cluster.apply({ ...quota, spec: { hard: { pods: '0' } } } as KubeObject);
    await world.appliesInstallation({ controlPlaneNodeSelector: { 'kubernetes.io/os': 'linux' } });
    await says('Available', /calico-typha: .*exceeded quota: none/);
    await removes([quota]);
    await world.becomesAvailable();
  });

  it('cannot keep privileged pods out of the namespace by its labels', async () => {
    const target = { name: 'calico-system' };
    const label = 'pod-security.kubernetes.io/enforce';
    const body = { metadata: { labels: { [label]: 'restricted' } } };
    await world.cluster.admin.patch(Namespace, target, { type: 'merge', body });
    await world.eventually('the label is as it was', async () => {
      const live = await world.cluster.admin.get(Namespace, target);
      return live?.metadata.labels?.[label] === 'privileged';
    });
    expect(await world.cluster.admin.get(ResourceQuota, { name: 'none', namespace: 'calico-system' })).toBeUndefined();
  });
});
