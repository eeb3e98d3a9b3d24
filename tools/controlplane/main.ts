import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePrograms, kubernetesVersion } from './build.ts';
import { ControlPlane } from './control-plane.ts';

const usage = `Usage: npm run controlplane -- build | up

  build   build the programs of the control plane, where they are not in the cache
  up      start a control plane on loopback, print its kubeconfig, stay until Ctrl-C`;

async function main(command: string | undefined): Promise<number> {
  const root = join(import.meta.dirname, '..', '..');
  if (command !== 'build' && command !== 'up') {
    console.error(usage);
    return 2;
  }
  const programs = await ensurePrograms(root, say);
  if (command === 'build') return 0;
  const plane = await ControlPlane.start({ programs, folder: mkdtempSync(join(tmpdir(), 'control-plane-')) });
  say(`Kubernetes ${kubernetesVersion(root)} is up.\n\n  export KUBECONFIG=${plane.kubeconfig}\n\nCtrl-C ends it.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await plane.stop();
  return 0;
}

function say(line: string): void {
  console.log(line);
}

main(process.argv[2]).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
