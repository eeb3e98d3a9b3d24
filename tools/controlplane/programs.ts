import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable, pinnedCache } from '../go.ts';

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

/** Where the programs are cached. */
export function cacheFolder(root: string): string {
  return pinnedCache('control-plane', moduleFolder(root));
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
