import type { FormerInstall } from '../../src/reconcilers/cluster/former-install.ts';
import { nodeFacts } from '../../src/reconcilers/cluster/node-facts.ts';
import { kwokNode } from '../../tools/cluster/kwok-nodes.ts';
import { aContext, type TestContext } from './reconcile-context.ts';

/** A cluster whose nodes have these labels, with what is left of an installation from manifests. */
export function aMovingCluster(
  labels: readonly Readonly<Record<string, string>>[],
  formerInstall: Partial<FormerInstall> = {},
): TestContext {
  const ctx = aContext();
  for (const [index, each] of labels.entries()) {
    const node = kwokNode(index, each);
    ctx.api.has(node);
    ctx.shown.view('nodes').put(node.metadata.name, nodeFacts(node as Parameters<typeof nodeFacts>[0]));
  }
  const { cluster } = ctx;
  const own = { wrote: () => undefined, cleanedUp: () => undefined, ...formerInstall };
  const get = (target: typeof cluster, name: string): unknown =>
    name === 'formerInstall' ? own : Reflect.get(target, name);
  return { ...ctx, cluster: new Proxy(cluster, { get: (target, name) => get(target, String(name)) }) };
}
