import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BgpConfigurations } from '../../src/crds/kinds.ts';
import { keyOf, type KubeObject } from '../../src/k8s/object.ts';
import { makes } from '../../tools/sim/scenarios/orders.ts';
import { parts, tunnelSecret } from '../../tools/sim/scenarios/parts.ts';
import { isRemoved } from '../../tools/sim/scenarios/teardown.ts';
import { SimWorld } from '../../tools/sim/world.ts';

/** Rows of the list in docs/uninstall.md: a kind, and a name where it is about one object. */
function published(): readonly { readonly kind: string; readonly name?: string | undefined }[] {
  const [, list = ''] = readFileSync('docs/uninstall.md', 'utf8').split('## What stays');
  const rows = [...list.matchAll(/^\| ([A-Z]\w+?)s?(?: `([^`]+)`)? +\|/gm)];
  return rows.map(([, kind = '', name]) => ({ kind, name }));
}

function isIn(row: { readonly kind: string; readonly name?: string | undefined }, object: KubeObject): boolean {
  return object.kind === row.kind && (row.name === undefined || keyOf(object.metadata) === row.name);
}

/** The user made it beside the parts. */
function isUsers({ kind, metadata }: KubeObject): boolean {
  return kind === 'Secret' && metadata.name === tunnelSecret.metadata.name;
}

/** Installs everything there is, BGP settings too, and removes it. */
async function leftBehind(): Promise<readonly KubeObject[]> {
  const world = new SimWorld({ seed: 1, nodes: 2 });
  const before = new Set(world.objects().map(nameOf));
  await makes(world, parts);
  world.appliesInstallation({ calicoNetwork: { clusterRoutingMode: 'Felix' } });
  await world.becomesAvailable();
  await world.eventually('BGP is set', () => world.admin.get(BgpConfigurations, { name: 'default' }) !== undefined);
  for (const { type, name } of parts) world.deletes(type, { name });
  await isRemoved(world);
  await world.scheduler.pass(60_000);
  world.freeze();
  const crds = world.objects().filter(({ kind }) => kind === 'CustomResourceDefinition');
  return [...crds, ...world.objects().filter((object) => !before.has(nameOf(object)) && !isUsers(object))];
}

function nameOf({ apiVersion, kind, metadata }: KubeObject): string {
  return `${apiVersion} ${kind} ${keyOf(metadata)}`;
}

describe('what stays after a removal', () => {
  it('is what docs/uninstall.md lists, and all of that', async () => {
    const [left, rows] = [await leftBehind(), published()];
    expect(left.filter((object) => !rows.some((row) => isIn(row, object))).map(nameOf)).toEqual([]);
    expect(rows.filter((row) => !left.some((object) => isIn(row, object)))).toEqual([]);
  });
});
