import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { go, hasGo, isExecutable } from '../go.ts';
import { cacheFolder, locate, locateStages, moduleFolder, packages, programs, stagesFile } from './programs.ts';
import type { Installed, Program } from './programs.ts';

type Report = (line: string) => void;

const stageFolders = ['node/fast', 'node/heartbeat-with-lease', 'pod/fast'];

/**
 * Makes sure that all programs are there, building the missing ones from their pinned Go modules (about five minutes on
 * two cores, once). Rejects with the ways out where Go is missing.
 */
export async function ensurePrograms(root: string, report: Report): Promise<Installed> {
  const cache = cacheFolder(root);
  const missing = programs.filter((program) => !isExecutable(locate(program, cache)));
  const stages = locateStages(cache);
  if (missing.length > 0 || !existsSync(stages)) await buildMissing(root, missing, report);
  return {
    paths: Object.fromEntries(programs.map((program) => [program, locate(program, cache)])) as Record<Program, string>,
    stages,
  };
}

async function buildMissing(root: string, missing: readonly Program[], report: Report): Promise<void> {
  await requireGo(missing.length > 0 ? missing : [stagesFile]);
  const cache = cacheFolder(root);
  mkdirSync(cache, { recursive: true });
  if (missing.length > 0) {
    report(
      `Building a real control plane (${missing.join(', ')}) into ${cache}, once: about five minutes on two cores.`,
    );
  }
  for (const [index, program] of missing.entries()) {
    const started = Date.now();
    report(`  ${index + 1}/${missing.length} ${program} …`);
    await build(root, program, join(cache, program));
    report(`  ${index + 1}/${missing.length} ${program}: ${Math.round((Date.now() - started) / 1000)} s`);
  }
  writeFileSync(join(cache, stagesFile), await readStages(root));
}

async function build(root: string, program: Program, target: string): Promise<void> {
  const partial = `${target}.${process.pid}.partial`;
  const flags = ['build', '-trimpath', '-ldflags', linkerFlags(root), '-o', partial, packages[program]];
  await go(moduleFolder(root), flags);
  renameSync(partial, target);
}

/** kube-apiserver reports the version that the linker sets, and feature gates depend on it. */
function linkerFlags(root: string): string {
  const version = kubernetesVersion(root);
  const [major, minor] = version.slice(1).split('.');
  const variable = 'k8s.io/component-base/version';
  return `-s -w -X ${variable}.gitVersion=${version} -X ${variable}.gitMajor=${major} -X ${variable}.gitMinor=${minor}`;
}

/** The Kubernetes version that the Go module pins, for example `v1.36.3`. */
export function kubernetesVersion(root: string): string {
  const pins = readFileSync(join(moduleFolder(root), 'go.mod'), 'utf8');
  const version = /k8s\.io\/kubernetes (v\S+)/.exec(pins)?.[1];
  if (version === undefined) throw new Error('tools/controlplane/module/go.mod does not pin k8s.io/kubernetes');
  return version;
}

async function readStages(root: string): Promise<string> {
  const folder = (await go(moduleFolder(root), ['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok'])).trim();
  const files = stageFolders.flatMap((stage) => yamlFiles(join(folder, 'kustomize', 'stage', stage)));
  return files.map((file) => readFileSync(file, 'utf8')).join('\n---\n');
}

function yamlFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  return names.toSorted().map((name) => join(folder, name));
}

async function requireGo(missing: readonly string[]): Promise<void> {
  if (await hasGo()) return;
  throw new Error(
    [
      `A control plane is needed (${missing.join(', ')} missing) and Go is not on the PATH. Ways out:`,
      '  - install Go 1.26 or newer (https://go.dev/dl) and run the command again, or',
      '  - point KUBEBUILDER_ASSETS at a folder that holds ' + [...programs, stagesFile].join(', ') + '.',
    ].join('\n'),
  );
}
