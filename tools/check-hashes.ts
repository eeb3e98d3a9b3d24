/**
 * `node tools/check-hashes.ts <directory>`: renders the components of each recording and compares the hash annotations with
 * the recorded ones, both ways. One that differs would roll pods on the day this operator takes over. Exits 1 on any.
 */
import { renderCore, renderWindows } from '../src/renderers/catalog.ts';
import { describeRef, type KubeObject, refOf } from '../src/k8s/object.ts';
import { coreInputOf, readRecordings, type Recording, windowsInputOf } from './recordings.ts';
import { templateOf } from './recorded-pods.ts';

const isHash = (key: string): boolean => key.includes('hash.operator.tigera.io/');

/** Hash annotations of an object and of its pods. */
function hashes(object: KubeObject): Map<string, string> {
  const own = Object.entries(object.metadata.annotations ?? {});
  const pods = Object.entries(templateOf(object)?.metadata?.annotations ?? {});
  const all = [...own, ...pods.map(([key, value]) => [`pods: ${key}`, value] as const)];
  return new Map(all.filter(([key]) => isHash(key)));
}

interface Comparison {
  readonly compared: number;
  readonly differences: readonly string[];
}

function compare(recording: Recording): Comparison {
  const windows = windowsInputOf(recording);
  const rendered = [renderCore(coreInputOf(recording)), ...(windows === undefined ? [] : [renderWindows(windows)])];
  const objects = rendered.flatMap(({ present }) => present);
  const parts = objects.map((object) => compareObject(recording, object));
  return {
    compared: parts.reduce((sum, { compared }) => sum + compared, 0),
    differences: parts.flatMap(({ differences }) => differences),
  };
}

function compareObject({ name, objects }: Recording, object: KubeObject): Comparison {
  const ref = describeRef(refOf(object));
  const recorded = objects.get(ref);
  if (recorded === undefined) return { compared: 0, differences: [] };
  const [ours, theirs] = [hashes(object), hashes(recorded)];
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])];
  const differences = keys
    .filter((key) => ours.get(key) !== theirs.get(key))
    .map((key) => `${name}: ${ref}: ${key}: ${ours.get(key)} instead of ${theirs.get(key)}`);
  return { compared: keys.length, differences };
}

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('usage: node tools/check-hashes.ts <directory of recordings>');
const comparisons = readRecordings(directory).map(compare);
const compared = comparisons.reduce((sum, comparison) => sum + comparison.compared, 0);
const differences = comparisons.flatMap((comparison) => comparison.differences);
for (const difference of differences) console.error(difference);
console.log(`${compared - differences.length} of ${compared} hashes are equal in ${comparisons.length} recordings`);
// A directory without recordings proves nothing.
process.exitCode = compared > 0 && differences.length === 0 ? 0 : 1;
