import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { go, hasGo, isExecutable, pinnedCache } from '../go.ts';

/** What Helm assumes of a cluster that it does not ask, as `helm template` does. Its releases set the same. */
const assumedVersion =
  '-X helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor=1 -X helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor=36';

/**
 * Path of Helm, of the version that the module beside this file pins; built when it is not in the cache (two minutes, once).
 * `HELM` in the environment names another one. Rejects where Go is missing.
 */
export async function ensureHelm(root: string, report: (line: string) => void): Promise<string> {
  const named = process.env['HELM'];
  if (named !== undefined) return named;
  const folder = join(root, 'tools', 'helm', 'module');
  const cache = pinnedCache('helm', folder);
  const target = join(cache, 'helm');
  if (isExecutable(target)) return target;
  if (!(await hasGo()))
    throw new Error('Helm is needed and Go is not on the PATH: install Go 1.26 or newer, or set HELM');
  report(`Building Helm into ${cache}, once: about two minutes.`);
  mkdirSync(cache, { recursive: true });
  const partial = `${target}.${process.pid}.partial`;
  await go(folder, [
    'build',
    '-trimpath',
    '-ldflags',
    `-s -w ${assumedVersion}`,
    '-o',
    partial,
    'helm.sh/helm/v3/cmd/helm',
  ]);
  renameSync(partial, target);
  return target;
}
