import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment } from '../../src/crds/generated/core.gen.ts';
import { ensureHelm } from '../../tools/helm/build.ts';
import { renderChart } from '../charts/render.ts';
import { kubectl } from './kubectl.ts';
import type { World } from './world.ts';

const namespace = 'restricted';

/** Makes a namespace that enforces the strictest Pod Security Standard. */
export async function restricts(world: World): Promise<void> {
  await kubectl(world, 'create', 'namespace', namespace);
  await kubectl(world, 'label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');
  await kubectl(world, 'create', 'serviceaccount', 'tigera-operator', '--namespace', namespace);
}

/** What the API server would hold against the pod of the operator there, one line each; the pod is not made. */
export async function findingsAgainst(world: World, values: readonly string[]): Promise<string[]> {
  const rendered = renderChart(await ensureHelm(process.cwd(), console.log), 'tigera-operator', values);
  const { template } = (rendered.get('Deployment tigera-operator tigera-operator') as Deployment).spec ?? {};
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name: 'operator' }, spec: template?.spec };
  const file = join(world.cluster.plane.folder, 'pod.json');
  writeFileSync(file, JSON.stringify(pod));
  const answer = await kubectl(world, 'create', '--dry-run=server', '--filename', file).catch(String);
  const [, found = ''] = /violates PodSecurity "restricted:latest": (.*)/.exec(answer) ?? [];
  if (found === '' && !answer.includes('created')) throw new Error(answer);
  return found.split(/(?<=\)), /).filter((finding) => finding !== '');
}
