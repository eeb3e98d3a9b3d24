import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Programs of a control plane. kwok plays the kubelets; kubectl is for people. */
export const programs = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'kubectl',
] as const;
export type Program = (typeof programs)[number];

/** Where each program's main package is, inside the Go module beside this file. */
export const packages: Record<Program, string> = {
  etcd: './etcd',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
  kwok: 'sigs.k8s.io/kwok/cmd/kwok',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
};

/** Paths of all programs, and of the stages that tell kwok how pods and nodes behave. */
export interface Installed {
  readonly paths: Record<Program, string>;
  readonly stages: string;
}

/** The folder of the Go module that pins the control plane. */
export function moduleFolder(root: string): string {
  return join(root, 'tools', 'controlplane', 'module');
}

/** Outside the checkout, by the content of the pins: another version gets another folder, a fresh clone finds this one. */
export function cacheFolder(root: string): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const pins = createHash('sha256')
    .update(readFileSync(join(moduleFolder(root), 'go.mod')))
    .digest('hex');
  return join(base, 'calico-operator', 'control-plane', pins.slice(0, 12));
}

/** The file of kwok's stages, beside the programs. */
export const stagesFile = 'stages.yaml';

/** A program from `KUBEBUILDER_ASSETS` where it is there, else from the cache. */
export function locate(program: Program, cache: string): string {
  return fromAssets(program, isExecutable) ?? join(cache, program);
}

/** kwok's stages from `KUBEBUILDER_ASSETS` where they are there, else from the cache. */
export function locateStages(cache: string): string {
  return fromAssets(stagesFile, existsSync) ?? join(cache, stagesFile);
}

function fromAssets(name: string, isThere: (path: string) => boolean): string | undefined {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  if (assets === undefined) return undefined;
  const provided = join(assets, name);
  return isThere(provided) ? provided : undefined;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
