import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { World } from './world.ts';

const run = promisify(execFile);

/** Runs kubectl as the administrator; resolves with what it prints, and rejects with what it complains about. */
export async function kubectl({ cluster }: World, ...args: readonly string[]): Promise<string> {
  const { kubectl: program, kubeconfig } = cluster.plane;
  const { stdout } = await run(program, ['--kubeconfig', kubeconfig, ...args], { maxBuffer: 2 ** 26 });
  return stdout;
}

const columns = 'custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name';
/** What comes and goes by itself, whoever is installed. */
const passing = new Set([
  'ControllerRevision',
  'EndpointSlice',
  'Endpoints',
  'Event',
  'Lease',
  'Node',
  'CSINode',
  'Pod',
]);

/** Every object of every kind that is served, as `Kind namespace/name`; of the whole cluster, but what comes and goes. */
export async function everyObject(world: World): Promise<ReadonlySet<string>> {
  const kinds = (await kubectl(world, 'api-resources', '--verbs=list', '--output=name')).trim().split('\n');
  const asked = ['get', kinds.join(','), '--all-namespaces', '--no-headers', '--output', columns];
  const lines = (await kubectl(world, ...asked)).trim().split('\n');
  const objects = lines.map((line) => line.trim().split(/\s+/));
  return new Set(
    objects.flatMap(([kind = '', namespace = '', name = '']) =>
      passing.has(kind) ? [] : [`${kind} ${namespace === '<none>' ? '' : namespace}/${name}`],
    ),
  );
}
