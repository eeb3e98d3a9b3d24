import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chooseSource, ConfigError, loadClusterConfig, refusePlainHttp } from '../../../src/k8s/config.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const pod = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };

let home: string;
let standard: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'home-'));
  standard = path.join(home, '.kube', 'config');
  await mkdir(path.dirname(standard));
  await writeFile(standard, '');
});

afterEach(() => rm(home, { recursive: true }));

function choose(env: Record<string, string>, kubeconfig?: string): Promise<string> {
  return chooseSource({ kubeconfig, env, clock: new FakeClock() });
}

describe('the cluster', () => {
  it('is the one named on the command line, whatever else there is', async () => {
    await expect(choose({ KUBECONFIG: '/env', HOME: home, ...pod }, '/flag')).resolves.toBe('/flag');
  });

  it('is else the one of KUBECONFIG', async () => {
    await expect(choose({ KUBECONFIG: '/env', HOME: home, ...pod }, '')).resolves.toBe('/env');
  });

  it('is else the one whose pod we are', async () => {
    await expect(choose({ KUBECONFIG: '', HOME: home, ...pod })).resolves.toBe('in-cluster');
  });

  it('is else the one in the home directory', async () => {
    await expect(choose({ HOME: home })).resolves.toBe(standard);
  });

  it('is else asked for, with all ways to name it', async () => {
    await rm(standard);
    await expect(choose({ HOME: home })).rejects.toThrow(/KUBECONFIG.*~\/\.kube\/config.*pod/);
    await expect(choose({})).rejects.toThrow(ConfigError);
  });
});

describe('loadClusterConfig', () => {
  it('refuses to work while certificate checks are switched off', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', ...pod };
    await expect(loadClusterConfig({ env, clock: new FakeClock() })).rejects.toThrow(/NODE_TLS_REJECT_UNAUTHORIZED/);
  });

  it('says which source failed and why', async () => {
    const loading = loadClusterConfig({ env: pod, clock: new FakeClock() });
    await expect(loading).rejects.toThrow(/ServiceAccount of this pod.*ENOENT/);
  });
});

describe('refusePlainHttp', () => {
  it.each(['https://10.0.0.1', 'http://127.0.0.1:8001', 'http://localhost:8001', 'http://[::1]:8001'])(
    'accepts %s',
    (server) => expect(() => refusePlainHttp(server)).not.toThrow(),
  );

  it.each(['http://10.0.0.1', 'http://api.example:8080', 'http://127.evil.example'])('refuses %s', (server) => {
    expect(() => refusePlainHttp(server)).toThrow(ConfigError);
  });
});
