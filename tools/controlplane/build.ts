import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { go, hasGo, isExecutable } from '../go.ts';
import {
  cacheFolder,
  locate,
  locateStages,
  moduleFolder,
  moduleOf,
  packages,
  programs,
  stagesFile,
} from './programs.ts';
import type { Installed, Program } from './programs.ts';

type Report = (line: string) => void;

const stageFolders = ['node/fast', 'node/heartbeat-with-lease', 'pod/fast'];

/**
 * Makes sure that all programs are there, building the missing ones from their pinned Go modules (about five minutes on
 * two cores, once). Rejects with the ways out where Go is missing.
 */
export async function ensurePrograms(root: string, report: Report): Promise<Installed> {
  const missing = programs.filter((program) => !isExecutable(locate(program, root)));
  const stages = locateStages(root);
  if (missing.length > 0 || !existsSync(stages)) await buildMissing(root, missing, report);
  return {
    paths: Object.fromEntries(programs.map((program) => [program, locate(program, root)])) as Record<Program, string>,
    stages,
  };
}

async function buildMissing(root: string, missing: readonly Program[], report: Report): Promise<void> {
  await requireGo(missing.length > 0 ? missing : [stagesFile]);
  if (missing.length > 0) {
    report(`Building a real control plane (${missing.join(', ')}), once: about five minutes on two cores.`);
  }
  for (const [index, program] of missing.entries()) {
    const started = Date.now();
    report(`  ${index + 1}/${missing.length} ${program} …`);
    await build(root, program);
    report(`  ${index + 1}/${missing.length} ${program}: ${Math.round((Date.now() - started) / 1000)} s`);
  }
  await writeStages(root);
}

async function build(root: string, program: Program): Promise<void> {
  const folder = moduleOf(program, root);
  const target = join(cacheFolder(program, root), program);
  const partial = `${target}.${process.pid}.partial`;
  mkdirSync(dirname(target), { recursive: true });
  await go(folder, ['build', '-trimpath', '-ldflags', linkerFlags(folder), '-o', partial, packages[program]]);
  renameSync(partial, target);
}

/** kube-apiserver reports the version that the linker sets, and feature gates depend on it. */
function linkerFlags(folder: string): string {
  const version = pinnedVersion(folder);
  const [major, minor] = version.slice(1).split('.');
  const variable = 'k8s.io/component-base/version';
  return `-s -w -X ${variable}.gitVersion=${version} -X ${variable}.gitMajor=${major} -X ${variable}.gitMinor=${minor}`;
}

/** The version of Kubernetes that is started, for example `v1.36.3`. */
export function kubernetesVersion(root: string): string {
  return pinnedVersion(moduleOf('kube-apiserver', root));
}

function pinnedVersion(folder: string): string {
  const pins = readFileSync(join(folder, 'go.mod'), 'utf8');
  const version = /k8s\.io\/kubernetes (v\S+)/.exec(pins)?.[1];
  if (version === undefined) throw new Error(`${folder}/go.mod does not pin k8s.io/kubernetes`);
  return version;
}

async function writeStages(root: string): Promise<void> {
  const folder = cacheFolder('kwok', root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, stagesFile), await readStages(root));
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
