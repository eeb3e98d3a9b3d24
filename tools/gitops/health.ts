import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from '../../src/k8s/object.ts';
import { ensurePinned } from '../go.ts';

/** What GitOps controllers make of one object. */
export interface Health {
  /** `Healthy`, `Progressing` or `Degraded`. */
  readonly argoCd: string;
  readonly message: string;
  /** `Current`, `InProgress`, `Failed`, or `Unknown` where an expression meets no status yet. */
  readonly flux: string;
}

interface FluxCheck {
  readonly kind: string;
  readonly inProgress: string;
  readonly failed: string;
  readonly current: string;
}

const folder = 'config/gitops';

/** The health checks for Flux, one for each kind. */
export function fluxChecks(root: string): readonly FluxCheck[] {
  return parse(readFileSync(join(root, folder, 'flux/health-check-exprs.yaml'), 'utf8')) as readonly FluxCheck[];
}

/** The script for Argo CD, which is the same for all kinds. */
export function argoScript(root: string): string {
  return readFileSync(join(root, folder, 'argo-cd/health.lua'), 'utf8');
}

/**
 * Path of the program that judges as Argo CD and Flux do; built when it is not in the cache (a minute, once). Rejects where
 * Go is missing.
 */
export function ensureHealth(root: string, report: (line: string) => void): Promise<string> {
  const module = join(root, 'tools/gitops/module');
  return ensurePinned({ name: 'gitops-health', folder: module, source: '.' }, report);
}

/** Judges objects of one kind. Rejects where a script or an expression is broken. */
export function judge(program: string, root: string, objects: readonly KubeObject[]): Promise<readonly Health[]> {
  const cel = fluxChecks(root).find(({ kind }) => kind === objects[0]?.kind);
  return new Promise((resolve, reject) => {
    const child = execFile(program, [], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as readonly Health[]);
      else reject(new Error(stderr.trim(), { cause: error }));
    });
    child.stdin?.end(JSON.stringify({ lua: argoScript(root), cel, objects }));
  });
}
