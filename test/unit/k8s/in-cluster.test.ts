import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClusterConfig } from '../../../src/k8s/credentials.ts';
import { inClusterConfig, isInCluster } from '../../../src/k8s/in-cluster.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };

let folder: string;
let clock: FakeClock;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'service-account-'));
  clock = new FakeClock();
  await mount('token', 'first\n');
  await mount('ca.crt', 'CA 1');
  await mount('namespace', 'my-operator');
});

afterEach(() => rm(folder, { recursive: true }));

/** Writes as the kubelet does; each content has its own time of change. */
async function mount(name: string, content: string, changedAt = 1): Promise<void> {
  await writeFile(path.join(folder, name), content);
  await utimes(path.join(folder, name), changedAt, changedAt);
}

function load(variables: Record<string, string> = env): Promise<ClusterConfig> {
  return inClusterConfig({ env: variables, clock, folder });
}

async function token(config: ClusterConfig, refresh?: 'now'): Promise<string | undefined> {
  return (await config.credentials(refresh)).headers['authorization'];
}

describe('inClusterConfig', () => {
  it('takes address, namespace, CA and token from where the kubelet puts them', async () => {
    const config = await load();
    expect(config).toMatchObject({ server: 'https://10.0.0.1:443', namespace: 'my-operator' });
    await expect(config.credentials()).resolves.toEqual({
      tls: { ca: 'CA 1' },
      headers: { authorization: 'Bearer first' },
    });
  });

  it('puts brackets around an IPv6 address', async () => {
    const config = await load({ ...env, KUBERNETES_SERVICE_HOST: 'fd00::1' });
    expect(config.server).toBe('https://[fd00::1]:443');
  });

  it('reads the token again after a minute, not before', async () => {
    const config = await load();
    await mount('token', 'second');
    await clock.advance(59_999);
    await expect(token(config)).resolves.toBe('Bearer first');
    await clock.advance(1);
    await expect(token(config)).resolves.toBe('Bearer second');
  });

  it('reads the token again at once after a 401', async () => {
    const config = await load();
    await mount('token', 'second');
    await expect(token(config, 'now')).resolves.toBe('Bearer second');
    await expect(token(config)).resolves.toBe('Bearer second');
  });

  it('reads the CA again when its file changed, and only then', async () => {
    const config = await load();
    await mount('ca.crt', 'unchanged time', 1);
    await expect(config.credentials('now')).resolves.toMatchObject({ tls: { ca: 'CA 1' } });
    await mount('ca.crt', 'CA 2', 2);
    await expect(config.credentials('now')).resolves.toMatchObject({ tls: { ca: 'CA 2' } });
  });

  it('goes on with the token it has when the file cannot be read for a moment', async () => {
    const config = await load();
    await rm(path.join(folder, 'token'));
    await expect(token(config, 'now')).resolves.toBe('Bearer first');
  });

  it('fails when the token is not mounted', async () => {
    await rm(path.join(folder, 'token'));
    await expect(load()).rejects.toThrow(/token/);
  });

  it('calls the namespace default when nobody names it', async () => {
    await rm(path.join(folder, 'namespace'));
    await expect(load()).resolves.toMatchObject({ namespace: 'default' });
  });
});

describe('isInCluster', () => {
  it.each([
    [env, true],
    [{}, false],
    [{ KUBERNETES_SERVICE_HOST: '10.0.0.1' }, false],
    [{ ...env, KUBERNETES_SERVICE_HOST: '' }, false],
  ])('with %o is %p', (variables, expected) => expect(isInCluster(variables)).toBe(expected));
});
