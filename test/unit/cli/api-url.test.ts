import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiUrlFrom } from '../../../src/cli/api-url.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-url-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function kubeconfig(server: string): string {
  const file = join(folder, 'kubeconfig');
  const clusters = [
    { name: 'other', cluster: { server: 'https://other.example.com' } },
    { name: 'own', cluster: { server } },
  ];
  const contexts = [{ name: 'here', context: { cluster: 'own', user: 'somebody' } }];
  writeFileSync(file, JSON.stringify({ 'current-context': 'here', contexts, clusters, users: [{ name: 'somebody' }] }));
  return file;
}

describe('apiUrlFrom', () => {
  it.each([
    ['https://10.0.0.1:6443', '10.0.0.1', '6443'],
    ['https://api.example.com', 'api.example.com', '443'],
    ['https://[fd00::1]:6443/', 'fd00::1', '6443'],
  ])('takes %s of the current context apart', async (server, host, port) => {
    const expected = { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port };
    expect(await apiUrlFrom(kubeconfig(server))).toEqual(expected);
  });

  it('refuses a server without TLS, and says which', async () => {
    await expect(apiUrlFrom(kubeconfig('http://10.0.0.1'))).rejects.toThrow('begins with https:// (http://10.0.0.1)');
  });

  it('names a file that cannot be read', async () => {
    await expect(apiUrlFrom(join(folder, 'missing'))).rejects.toThrow(/-url-only-kubeconfig: .*missing: .*ENOENT/);
  });

  it('refuses a file that is no kubeconfig', async () => {
    const file = join(folder, 'empty');
    writeFileSync(file, '');
    await expect(apiUrlFrom(file)).rejects.toThrow('(none)');
  });
});
