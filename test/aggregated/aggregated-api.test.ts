import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as kinds from '../../src/crds/kinds.ts';
import { Namespace } from '../../src/k8s/kinds.ts';
import type { KubeObject, ResourceType } from '../../src/k8s/object.ts';
import { describeRequest, isForbidden } from '../../tools/cluster/audit-log.ts';
import { AggregatedWorld } from '../support/aggregated-world.ts';

const [first, second] = [{ cidr: '10.10.0.0/16' }, { name: 'second', cidr: '10.20.0.0/16' }];
const endpoint = /10\.96\.\d+\.\d+:443.*(connection refused|network is unreachable)/;

describe('an APIServer over the storage of crd.projectcalico.org/v1', () => {
  let calico: AggregatedWorld;

  beforeAll(async () => {
    calico = await AggregatedWorld.create(3);
    calico.world.startsTheOperator();
    await calico.createsApiServer();
    await lists(first);
  });

  afterAll(() => calico.destroy());

  async function lists(...ipPools: { cidr: string }[]): Promise<void> {
    await calico.world.appliesInstallation({ calicoNetwork: { ipPools } });
  }

  /** Waits until these are all; while nobody answers, nothing is known. */
  async function become(type: ResourceType, ...names: string[]): Promise<void> {
    const isSo = async (): Promise<boolean> => (await namesOf(type).catch(() => [])).join() === names.join();
    await calico.world.eventually(`${type.plural} are ${names.join()}`, isSo);
  }

  async function serves(): Promise<void> {
    await calico.world.becomesAvailable('calico', 'ippools', 'tiers');
    await calico.world.eventually('it is ready', async () => {
      const live = await calico.world.cluster.admin.get(kinds.ApiServers, { name: 'default' });
      return live?.status?.state === 'Ready';
    });
  }

  async function namesOf(type: ResourceType): Promise<string[]> {
    const { items } = await calico.world.cluster.admin.list<KubeObject>(type);
    return items.map(({ metadata }) => metadata.name).toSorted();
  }

  /** Waits until a TigeraStatus says something that is awaited, or wrong. */
  async function says(status: string, words: RegExp, ...types: string[]): Promise<void> {
    const said = async (): Promise<boolean> => words.test(await calico.says(status, ...types));
    await calico.world.eventually(`${status} says ${String(words)}`, said);
  }

  async function pool(name: string): Promise<Record<string, unknown> | undefined> {
    const live = await calico.world.cluster.admin.get(kinds.StoredIpPools, { name });
    return live && { ...live.spec };
  }

  it('is not asked for anything before its pods run, and named while nobody answers', async () => {
    await calico.world.becomesAvailable('calico', 'ippools');
    await says('apiserver', endpoint, 'Progressing', 'Degraded');
    await says('tiers', endpoint, 'Progressing', 'Degraded');
    expect((await calico.world.condition('apiserver', 'Available'))?.status).toBe('False');
    expect(await pool('default-ipv4-ippool')).toMatchObject({ cidr: first.cidr });
  });

  it('has its tier and all policies as soon as it answers', async () => {
    await calico.startsTheBackend();
    await serves();
    const policies = ['apiserver-access', 'cluster-dns', 'default-deny', 'kube-controller-access'];
    await become(kinds.NetworkPolicies, ...policies.map((name) => `calico-system.${name}`));
    expect(await namesOf(kinds.Tiers)).toContain('calico-system');
    expect((await calico.world.installation())?.status?.calicoAPIGroup).toBe('crd.projectcalico.org/v1');
  });

  it('is Degraded when its backend dies, pools wait for it, and nothing goes', async () => {
    const before = await namesOf(kinds.NetworkPolicies);
    await calico.killsTheBackend();
    await says('apiserver', endpoint, 'Degraded');
    await lists(second);
    await says('ippools', /IPPool .*waiting.*does not answer/, 'Progressing', 'Degraded');
    expect(await namesOf(kinds.StoredIpPools)).toEqual(['default-ipv4-ippool']);
    await calico.startsTheBackend();
    await become(kinds.IpPools, 'second');
    await serves();
    expect(await namesOf(kinds.NetworkPolicies)).toEqual(before);
  });

  it('leaves to users what they have set through it, and takes back what the Installation decides', async () => {
    const body = { spec: { logSeverityScreen: 'Debug', nftablesMode: 'Enabled' } };
    const { admin } = calico.world.cluster;
    await admin.patch(kinds.FelixConfigurations, { name: 'default' }, { type: 'merge', body });
    await admin.patch(kinds.IpPools, { name: 'second' }, { type: 'merge', body: { spec: { disabled: true } } });
    const felix = async (): Promise<unknown> => (await admin.get(kinds.FelixConfigurations, { name: 'default' }))?.spec;
    const isBack = async (): Promise<boolean> => JSON.stringify(await felix()).includes('"nftablesMode":"Disabled"');
    await calico.world.eventually('the Installation decides', isBack);
    expect(await felix()).toMatchObject({ logSeverityScreen: 'Debug', bpfEnabled: false });
    const told = async (): Promise<boolean> =>
      /CAL-109/.test((await calico.world.condition('ippools', 'Available'))?.message ?? '');
    await calico.world.eventually('the disabled pool is told', told);
    expect(await pool('second')).toMatchObject({ disabled: true });
    await admin.patch(kinds.IpPools, { name: 'second' }, { type: 'merge', body: { spec: { disabled: null } } });
  });

  it('does not keep anything from being removed while its backend is dead', async () => {
    await calico.killsTheBackend();
    await calico.deletesApiServer();
    await calico.world.uninstalls();
    expect(await calico.apiService()).toBeUndefined();
    expect(await namesOf(kinds.StoredIpPools)).toEqual(['second']);
    expect(await namesOf(Namespace)).not.toContain('calico-system');
  });

  it('comes back with the next Installation, under the permissions that are shipped', async () => {
    await calico.createsApiServer();
    await calico.world.appliesInstallation();
    await calico.startsTheBackend();
    await serves();
    const requests = await calico.world.requests();
    expect(requests.filter(isForbidden).map(describeRequest)).toEqual([]);
  });
});
