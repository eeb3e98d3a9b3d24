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

/** The programs that are Kubernetes as a cluster runs it; a cluster of another minor version differs in these. */
const ofKubernetes: ReadonlySet<Program> = new Set(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']);

/** The folder of the Go module that pins the control plane. */
export function moduleFolder(root: string): string {
  return join(root, 'tools', 'controlplane', 'module');
}

/** Where modules of other minor versions of Kubernetes are, in folders with names such as `1.34`. */
export function minorsFolder(root: string): string {
  return join(root, 'tools', 'controlplane', 'minors');
}

/** The Go module that pins a program: `KUBERNETES_MINOR` in the environment names another minor version of Kubernetes. */
export function moduleOf(program: Program, root: string): string {
  const minor = process.env['KUBERNETES_MINOR'];
  return minor === undefined || !ofKubernetes.has(program) ? moduleFolder(root) : join(minorsFolder(root), minor);
}

/** Where a program is cached. */
export function cacheFolder(program: Program, root: string): string {
  return pinnedCache('control-plane', moduleOf(program, root));
}

/** The file of kwok's stages, beside the programs. */
export const stagesFile = 'stages.yaml';

/** A program from `KUBEBUILDER_ASSETS` where it is there and no other version is asked for, else from the cache. */
export function locate(program: Program, root: string): string {
  const isOtherVersion = moduleOf(program, root) !== moduleFolder(root);
  const provided = isOtherVersion ? undefined : fromAssets(program, isExecutable);
  return provided ?? join(cacheFolder(program, root), program);
}

/** kwok's stages from `KUBEBUILDER_ASSETS` where they are there, else from the cache. */
export function locateStages(root: string): string {
  return fromAssets(stagesFile, existsSync) ?? join(cacheFolder('kwok', root), stagesFile);
}

function fromAssets(name: string, isThere: (path: string) => boolean): string | undefined {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  if (assets === undefined) return undefined;
  const provided = join(assets, name);
  return isThere(provided) ? provided : undefined;
}
