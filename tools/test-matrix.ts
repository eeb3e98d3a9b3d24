/**
 * `npm run test:matrix`: the stories of Helm, in both flavours of Calico's CRDs, on a real control plane of every version of
 * Kubernetes that has a Go module here. What is missing is built first, once: about five minutes each on two cores.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetesVersion } from './controlplane/build.ts';
import { minorsFolder } from './controlplane/programs.ts';

const stories = ['--selectProjects', 'apiserver', 'aggregated', '--runInBand', '--testPathPatterns', 'helm-v[13]'];

function succeeds(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'inherit' }).status === 0;
}

/** Tells whether the stories pass on a minor version; undefined is the one that all other tests run on. */
function passesOn(minor: string | undefined): boolean {
  delete process.env['KUBERNETES_MINOR'];
  if (minor !== undefined) process.env['KUBERNETES_MINOR'] = minor;
  const passes =
    succeeds(process.execPath, ['tools/controlplane/main.ts', 'build']) &&
    succeeds('tools/own-network.sh', ['jest', ...stories]);
  console.log(`Kubernetes ${kubernetesVersion('.')}: ${passes ? 'passed' : 'failed'}`);
  return passes;
}

const root = join(import.meta.dirname, '..');
const asked = process.argv.slice(2);
const minors = asked.length > 0 ? asked : [...readdirSync(minorsFolder(root)).toSorted(), undefined];
process.exitCode = minors.map(passesOn).every(Boolean) ? 0 : 1;
