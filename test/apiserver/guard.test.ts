import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeRequest, isForbidden } from '../../tools/cluster/audit-log.ts';
import { allIsAvailable } from '../support/helm-story.ts';
import { HelmWorld } from '../support/helm-world.ts';
import { kubectl } from '../support/kubectl.ts';
import { findingsAgainst, restricts } from '../support/pod-security.ts';
import { World } from '../support/world.ts';

const values = {
  'tigeraOperator.env[0].name': 'CALICO_API_GROUP',
  'tigeraOperator.env[0].value': 'projectcalico.org/v3',
  'guard.operator': 'true',
  'guard.deletion': 'true',
  'uninstall.backoffLimit': '0',
};
const guarded = Object.entries(values).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
const operator = ['--as', 'system:serviceaccount:tigera-operator:tigera-operator', '--dry-run=server'];
const confirm = 'operator.tigera.io/confirm-deletion=yes';

describe('the chart with its guards', () => {
  let world: World;
  let helm: HelmWorld;

  beforeAll(async () => {
    world = await World.create(3, { bare: true });
    helm = await HelmWorld.on(world);
    await restricts(world);
    await helm.installs(...guarded);
    await allIsAvailable(world);
  });

  afterAll(async () => {
    await helm.destroy();
    await world.destroy();
  });

  const refusal = (...args: readonly string[]): Promise<string> => kubectl(world, ...args).catch(String);

  it('hinders nothing that the operator does', async () => {
    await helm.upgrades(...guarded, '--set', 'installation.nodeMetricsPort=9091');
    await allIsAvailable(world);
    expect((await world.requests()).filter(isForbidden).map(describeRequest)).toEqual([]);
  });

  it('leaves the operator no right to touch its guards', async () => {
    const [guard, as] = ['validatingadmissionpolicy/tigera-operator-guard-workloads', operator.slice(0, 2)];
    for (const verb of ['delete', 'patch', 'update'])
      expect(await refusal('auth', 'can-i', verb, guard, ...as)).toContain('no');
  });

  it.each([
    ['a workload elsewhere', ['deployment', 'bad', '--image=bad', '-n', 'default'], /runs pods in/],
    [
      'a binding elsewhere',
      ['rolebinding', 'bad', '--clusterrole=view', '--user=bad', '-n', 'default'],
      /binds roles in/,
    ],
    [
      'a foreign subject',
      ['clusterrolebinding', 'bad', '--clusterrole=view', '--serviceaccount=default:a'],
      /binds roles to/,
    ],
    [
      'foreign rights',
      ['clusterrole', 'bad', '--verb=get', '--resource=leases.coordination.k8s.io'],
      /grants rights in/,
    ],
  ])('refuses the operator %s, also where RBAC allows it', async (_, what, message) => {
    const account = '--serviceaccount=tigera-operator:tigera-operator';
    await kubectl(world, 'create', 'clusterrolebinding', 'too-much', '--clusterrole=cluster-admin', account);
    const answer = await refusal('create', ...what, ...operator);
    await kubectl(world, 'delete', 'clusterrolebinding', 'too-much');
    expect(answer).toMatch(message);
  });

  it('keeps people from deleting what they would miss', async () => {
    for (const target of [
      'installation/default',
      'crd/ippools.projectcalico.org',
      'crd/installations.operator.tigera.io',
    ])
      expect(await refusal('delete', target, '--wait=false')).toMatch(/kubectl annotate .*confirm-deletion=yes/);
  });

  it('lets them repeat an uninstall that failed, once they confirm it', async () => {
    await expect(helm.uninstalls()).rejects.toThrow(/uninstall/);
    await kubectl(world, 'annotate', 'installation', 'default', confirm);
    await helm.uninstalls();
    expect(await world.installation()).toBeUndefined();
  });

  it('has in a restricted namespace the network and a folder of the host against it', async () => {
    const found = await findingsAgainst(world, []);
    expect(found).toEqual([expect.stringMatching(/hostNetwork=true/), expect.stringMatching(/"hostPath"/)]);
  });

  it('has nothing against it without these two', async () => {
    expect(await findingsAgainst(world, ['--set', 'hostNetwork=false', '--set', 'mtuDetection=false'])).toEqual([]);
  });
});
