import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readClusterDomain } from '../../../src/cli/cluster-domain.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cluster-domain-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("the cluster's domain", () => {
  it.each([
    ['search tigera-operator.svc.corp.example svc.corp.example corp.example\nnameserver 10.96.0.10\n', 'corp.example'],
    ['search svc.old.example\nsearch  ns.svc.new.example\tsvc.new.example.\n', 'new.example'],
    ['search example.com\nnameserver 192.0.2.1\n', 'cluster.local'],
    ['#search svc.commented.example\n', 'cluster.local'],
    ['', 'cluster.local'],
  ])('in %j is %s', (text, domain) => {
    const path = join(folder, 'resolv.conf');
    writeFileSync(path, text);
    expect(readClusterDomain(path)).toBe(domain);
  });

  it('is the usual one where there is no such file', () => {
    expect(readClusterDomain(join(folder, 'missing'))).toBe('cluster.local');
  });
});
