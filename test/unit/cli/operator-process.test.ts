import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CALICO_VERSION } from '../../../src/renderers/shared/images.ts';
import { OPERATOR_VERSION } from '../../../src/version.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'operator-home-'));
  if (!existsSync('dist/crds/index.json')) execFileSync(process.execPath, ['tools/build.ts']);
});

afterAll(() => {
  rmSync(home, { recursive: true });
});

/** Runs the built operator to its end, on a host where no cluster is to be found. */
function operator(...args: string[]): Promise<Ended> {
  const env = { PATH: process.env['PATH'], HOME: home };
  return new Promise((resolve) => {
    execFile('bin/operator', args, { env, timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}

describe('the operator as a process', () => {
  it('tells its version and that of Calico', async () => {
    const stdout = `Operator: ${OPERATOR_VERSION}\nCalico: ${CALICO_VERSION}\n`;
    expect(await operator('-version')).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('tells how it is used', async () => {
    const { code, stdout, stderr } = await operator('--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage: operator [flags]');
    expect(stdout).toContain('-enable-leader-election');
  });

  it('prints its CRDs for people and for kubectl', async () => {
    const { code, stdout, stderr } = await operator('-print-calico-crds=tiers');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^# tiers\.crd\.projectcalico\.org\napiVersion: apiextensions\.k8s\.io\/v1\n/);
  });

  it('ends with 1 where it has no such CRD', async () => {
    const { code, stderr } = await operator('-print-calico-crds=nothing');
    expect([code, stderr]).toEqual([1, 'operator: No CRD has a name that begins with "nothing"\n']);
  });

  it('ends with 2 on a wrong flag, and says which one may be meant', async () => {
    const { code, stdout, stderr } = await operator('-kubeconfg=/x');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^operator: unknown flag -kubeconfg=\/x.*; did you mean -kubeconfig\?.*\n$/);
  });

  it('ends with 1 where there is no cluster, and says how to name one', async () => {
    const { code, stdout, stderr } = await operator();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^operator: no cluster found: name a kubeconfig with -kubeconfig or KUBECONFIG.*\n$/);
  });

  it('ends with 1 where the kubeconfig is missing, and names it', async () => {
    const { code, stderr } = await operator('-kubeconfig', join(home, 'missing'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^operator: .*missing.*\n$/);
  });

  it('ends with 1 where the kubeconfig is none, and names it', async () => {
    writeFileSync(join(home, 'broken'), 'neither: fish\n\tnor flesh');
    const { code, stderr } = await operator('-kubeconfig', join(home, 'broken'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^operator: cannot use kubeconfig .*broken/);
    expect(stderr).not.toContain('at file:');
  });
});
