import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

interface Read {
  readonly server?: string;
  readonly namespace?: string;
  readonly first?: Record<string, string>;
  readonly refreshed?: { readonly tls: object; readonly headers: Record<string, string> };
  readonly cached?: boolean;
  readonly proxied?: boolean;
  readonly error?: string;
}

let folder: string;
let read: Record<string, Read>;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const ca = { 'certificate-authority-data': base64('CA') };

function kubeconfig(cluster: object, user: object, context: object = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'x',
    clusters: [{ name: 'c', cluster: { server: 'https://api.example:6443/', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', ...context } }],
  });
}

/** A plugin that answers with another token each time it is asked. */
function countingPlugin(): object {
  const count = `n=$(cat ${folder}/count 2>/dev/null || echo 0); n=$((n+1)); echo $n > ${folder}/count`;
  const credential =
    '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"exec-%s"}}';
  const script = `${count}; printf '${credential}' $n`;
  return {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: 'sh',
    args: ['-c', script],
    interactiveMode: 'Never',
  };
}

async function write(files: Record<string, string>): Promise<void> {
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(path.join(folder, name), content)));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kubeconfig-'));
  const certificate = { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') };
  await write({
    token: kubeconfig(ca, { token: 'secret' }, { namespace: 'n' }),
    certificate: kubeconfig({ ...ca, 'tls-server-name': 'other.example' }, certificate),
    basic: kubeconfig(ca, { username: 'me', password: 'pw' }),
    impersonating: kubeconfig(ca, { token: 'secret', as: 'someone' }),
    exec: kubeconfig(ca, { exec: countingPlugin() }),
    proxied: kubeconfig({ ...ca, 'proxy-url': 'http://proxy.example:3128' }, { token: 'secret' }),
    insecure: kubeconfig({ 'insecure-skip-tls-verify': true }, { token: 'secret' }),
    plain: kubeconfig({ server: 'http://api.example' }, { token: 'secret' }),
    dangling: kubeconfig(ca, {}, { cluster: 'nowhere' }),
    broken: '{',
  });
  const names = ['token', 'certificate', 'basic', 'impersonating', 'exec', 'proxied', 'insecure', 'plain', 'dangling'];
  const files = [...names, 'broken', 'absent'].map((name) => path.join(folder, name));
  const script = path.join(__dirname, '../../support/read-kubeconfigs.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...files]);
  const results = JSON.parse(stdout) as Record<string, Read>;
  read = Object.fromEntries(Object.entries(results).map(([file, result]) => [path.basename(file), result]));
}, 30_000);

afterAll(() => rm(folder, { recursive: true }));

describe('a kubeconfig', () => {
  it('gives server, namespace, CA and token', () => {
    expect(read['token']).toMatchObject({
      server: 'https://api.example:6443',
      namespace: 'n',
      refreshed: { tls: { ca: 'CA' }, headers: { authorization: 'Bearer secret' } },
    });
  });

  it('gives a client certificate and the name to check the server for', () => {
    expect(read['certificate']?.refreshed?.tls).toEqual({
      ca: 'CA',
      cert: 'CERT',
      key: 'KEY',
      servername: 'other.example',
    });
    expect(read['certificate']?.namespace).toBe('default');
  });

  it('gives user name and password as a header', () => {
    expect(read['basic']?.refreshed?.headers).toEqual({ authorization: `Basic ${base64('me:pw')}` });
  });

  it('passes on whom to act as', () => {
    expect(read['impersonating']?.first).toMatchObject({ 'impersonate-user': 'someone' });
  });

  it('runs an exec plugin once, and again after a 401', () => {
    expect(read['exec']).toMatchObject({ first: { authorization: 'Bearer exec-1' }, cached: true });
    expect(read['exec']?.refreshed?.headers).toEqual({ authorization: 'Bearer exec-2' });
  });

  it('leads through its proxy, and only then over connections that are not ours', () => {
    expect([read['proxied']?.proxied, read['token']?.proxied]).toEqual([true, false]);
  });

  it('may switch off the check of the server’s certificate, but only by saying so', () => {
    expect(read['insecure']?.refreshed?.tls).toEqual({ rejectUnauthorized: false });
  });

  it.each([
    ['plain', /not https/],
    ['dangling', /"x" names no known cluster/],
    ['broken', /cannot use kubeconfig .*broken/],
    ['absent', /cannot use kubeconfig .*ENOENT/],
  ])('that is %s is refused with its reason', (name, reason) => {
    expect(read[name]?.error).toMatch(reason);
  });
});
