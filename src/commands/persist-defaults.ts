import { mergeOverlay } from '../crds/installation/merge-overlay.ts';
import type { Installation } from '../crds/installation/spec.ts';
import { Installations } from '../crds/kinds.ts';
import type { Client } from '../k8s/client.ts';
import type { Clock } from '../k8s/clock.ts';
import { createClient } from '../k8s/create-client.ts';
import type { Transport } from '../k8s/transport.ts';
import { withCaller } from '../k8s/transport-layers.ts';

/** The defaults cannot be written now; the message says why. */
export class NothingToPersist extends Error {
  override readonly name = 'NothingToPersist';
}

/** A field manager of its own: the spec is the user's, and the operator never claims it. */
const fieldManager = 'calico-operator-persist-defaults';

/**
 * Writes the defaults and detected values that are in effect (`status.computed`) into the spec of Installation `default`,
 * where the spec and the overlay are silent: the step before going back to an operator that reads them there
 * (docs/differences.md). Resolves with the fields that were written; rejects with NothingToPersist, and as the client does.
 */
export async function persistDefaults(options: {
  readonly transport: Transport;
  readonly clock: Clock;
}): Promise<readonly string[]> {
  const client = createClient(withCaller(options.transport, 'persist-defaults'), {
    clock: options.clock,
    fieldManager,
    onWarning: () => undefined,
  });
  const installation = await client.get(Installations, { name: 'default' });
  const silent = await unwritten(client, installation);
  if (installation === undefined || silent === undefined) return [];
  const metadata = { resourceVersion: installation.metadata.resourceVersion };
  await client.patch(Installations, { name: 'default' }, { type: 'merge', body: { metadata, spec: silent } });
  return leaves(silent, 'spec');
}

async function unwritten(client: Client, installation: Installation | undefined): Promise<object | undefined> {
  if (installation === undefined) throw new NothingToPersist('There is no Installation "default"');
  const { spec = {}, status } = installation;
  if (status?.computed === undefined) {
    throw new NothingToPersist(
      'Installation "default" has no status.computed yet: wait until the operator has read it',
    );
  }
  const overlay = await client.get(Installations, { name: 'overlay' });
  return absentFrom(mergeOverlay(spec, overlay?.spec ?? {}), status.computed);
}

/** The part of `computed` that `given` says nothing about. Lists are the user's as a whole, or not at all. */
function absentFrom(given: unknown, computed: unknown): object | undefined {
  if (!isMap(given) || !isMap(computed)) return undefined;
  const missing = Object.entries(computed).flatMap(([key, value]) => {
    const known = given[key];
    const part = known === undefined || known === null ? value : absentFrom(known, value);
    return part === undefined ? [] : [[key, part] as const];
  });
  return missing.length === 0 ? undefined : Object.fromEntries(missing);
}

function leaves(value: unknown, path: string): string[] {
  if (!isMap(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
