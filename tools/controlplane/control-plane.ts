import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TestAuthority } from './pki.ts';
import type { PemPair } from './pki.ts';
import type { Installed, Program } from './programs.ts';
import {
  apiserverArguments,
  auditPolicy,
  controllerManagerArguments,
  etcdArguments,
  schedulerArguments,
} from './arguments.ts';
import type { Ports } from './arguments.ts';
import { kubeconfigFor } from './kubeconfig.ts';

/** What a started control plane is asked for. */
export interface ControlPlaneOptions {
  readonly programs: Installed;
  /** Working folder: logs, certificates, audit log, etcd data. */
  readonly folder: string;
  /** False leaves nodes and pods as they are created. */
  readonly kwok?: boolean;
  /** True calls admission webhooks; off by default because the pods behind them are not real under kwok. */
  readonly webhooks?: boolean;
  /** False leaves controllers, scheduler and kwok to `startControllers`. */
  readonly controllers?: boolean;
}

const users = {
  server: 'CN=kube-apiserver',
  admin: 'O=system:masters,CN=admin',
  front: 'CN=front-proxy',
  kcm: 'CN=system:kube-controller-manager',
  scheduler: 'CN=system:kube-scheduler',
  kwok: 'O=system:masters,CN=kwok',
} as const;

/** etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok as child processes on loopback. */
export class ControlPlane {
  readonly folder: string;
  readonly port: number;
  readonly #children: { name: string; child: ChildProcess }[] = [];
  readonly #options: ControlPlaneOptions;
  readonly #ports: Ports;
  #authority = '';
  #stopping = false;

  private constructor(options: ControlPlaneOptions, ports: Ports) {
    this.#options = options;
    this.#ports = ports;
    this.folder = options.folder;
    this.port = ports.apiserver;
  }

  /** Starts all programs; resolves when the API answers `/readyz`. Rejects with the tail of a log where one ends early. */
  static async start(options: ControlPlaneOptions): Promise<ControlPlane> {
    mkdirSync(options.folder, { recursive: true });
    const [etcd, etcdPeer, apiserver, controllerManager, scheduler] = await freePorts(5);
    const plane = new ControlPlane(options, { etcd, etcdPeer, apiserver, controllerManager, scheduler } as Ports);
    try {
      await plane.#startAll();
    } catch (error) {
      await plane.stop();
      throw error;
    }
    return plane;
  }

  get server(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  /** Path of the administrator's kubeconfig. */
  get kubeconfig(): string {
    return join(this.folder, 'admin.kubeconfig');
  }

  /** Path of kubectl. */
  get kubectl(): string {
    return this.#options.programs.paths.kubectl;
  }

  get auditLog(): string {
    return join(this.folder, 'audit.log');
  }

  /** PEM text of the CA that signed the API server's certificate. */
  get authority(): string {
    return this.#authority;
  }

  /** Ends all programs by their process ids, waits for them and drops etcd's data. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { child } of this.#children.toReversed()) child.kill('SIGKILL');
    await Promise.all(this.#children.map(({ child }) => ended(child)));
    rmSync(join(this.folder, 'etcd'), { recursive: true, force: true });
  }

  async #startAll(): Promise<void> {
    await this.#writeFiles();
    const { folder } = this;
    this.#spawn('etcd', etcdArguments(folder, this.#ports));
    this.#spawn('kube-apiserver', apiserverArguments(folder, this.#ports, this.#options.webhooks === true));
    await this.#ready();
    if (this.#options.controllers !== false) this.startControllers();
  }

  /**
   * Starts all that acts by itself. Kinds that are defined before it are known to the garbage collector from its
   * beginning; of others it hears within half a minute.
   */
  startControllers(): void {
    const { folder } = this;
    this.#spawn('kube-controller-manager', controllerManagerArguments(folder, this.#ports));
    this.#spawn('kube-scheduler', schedulerArguments(folder, this.#ports));
    if (this.#options.kwok !== false) this.#spawn('kwok', this.#kwokArguments());
  }

  #kwokArguments(): string[] {
    return [
      `--kubeconfig=${join(this.folder, 'kwok.kubeconfig')}`,
      `--config=${this.#options.programs.stages}`,
      '--manage-all-nodes=true',
      '--node-ip=127.0.0.1',
      '--node-lease-duration-seconds=200',
    ];
  }

  async #writeFiles(): Promise<void> {
    const authority = await TestAuthority.create('test-ca');
    const ca = await authority.pem();
    this.#authority = ca.certificate;
    this.#write('ca.crt', ca.certificate);
    this.#write('ca.key', ca.key);
    for (const [name, subject] of Object.entries(users)) {
      this.#writePair(name, await authority.issue(subject), ca.certificate);
    }
    const tokens = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#write('sa.key', tokens.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    this.#write('sa.pub', tokens.publicKey.export({ type: 'spki', format: 'pem' }).toString());
    this.#write('audit.yaml', auditPolicy);
  }

  #writePair(name: string, pair: PemPair, ca: string): void {
    this.#write(`${name}.crt`, pair.certificate);
    this.#write(`${name}.key`, pair.key);
    this.#write(`${name}.kubeconfig`, kubeconfigFor({ server: this.server, ca, user: pair }));
  }

  #write(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content, { mode: 0o600 });
  }

  #spawn(program: Program, args: readonly string[]): void {
    const log = createWriteStream(join(this.folder, `${program}.log`));
    const child = spawn(this.#options.programs.paths[program], args, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.#children.push({ name: program, child });
  }

  async #ready(): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const gone = this.#children.find(({ child }) => child.exitCode !== null || child.signalCode !== null);
      if (gone !== undefined && !this.#stopping) throw new Error(`${gone.name} ended early:\n${this.#tail(gone.name)}`);
      if (await this.#answersReady()) return;
      await pause(100);
    }
    throw new Error(`kube-apiserver did not become ready:\n${this.#tail('kube-apiserver')}`);
  }

  #answersReady(): Promise<boolean> {
    const [ca, cert, key] = ['ca.crt', 'admin.crt', 'admin.key'].map((name) => readFileSync(join(this.folder, name)));
    return new Promise((resolve) => {
      const probe = request(`${this.server}/readyz`, { ca, cert, key, timeout: 2000 }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
      probe.once('error', () => resolve(false));
      probe.once('timeout', () => probe.destroy());
      probe.end();
    });
  }

  #tail(program: string): string {
    return readFileSync(join(this.folder, `${program}.log`), 'utf8').slice(-2000);
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Ports that are free now, held together so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map(listen));
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  return ports;
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
