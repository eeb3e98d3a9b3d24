import type { CrdEntry } from '../../crds/bundle.ts';
import type { CrdManifest } from '../../crds/definition.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { ownedFields } from '../apply/take-over.ts';

/** The Go operator drops annotations with this text in their key when it replaces an object, and so takes back our stamp. */
const DIGEST = 'operator.tigera.io/crd-digest';
const RELEASE = 'operator.tigera.io/crd-release';

/** Which manifest of which release of this operator a definition is. */
export interface Stamp {
  readonly digest: string;
  readonly release: string;
}

/** The manifest as it is sent: with what tells later, without its content, whether it is still what we sent. */
export function stamped(manifest: CrdManifest, { digest }: CrdEntry, release: string): CrdManifest {
  const { annotations, ...metadata } = manifest.metadata;
  return {
    ...manifest,
    metadata: { ...metadata, annotations: { ...annotations, [DIGEST]: digest, [RELEASE]: release } },
  };
}

/**
 * The stamp of a definition whose content is ours. `spec.versions` has one owner as a whole: whoever has written other
 * schemas since is its owner now, and the stamp counts no more.
 */
export function stampOf(live: KubeObject): Stamp | undefined {
  const { [DIGEST]: digest, [RELEASE]: release } = live.metadata.annotations ?? {};
  const isOurs = ownedFields(live)?.['f:spec']?.['f:versions'] !== undefined;
  return isOurs && digest !== undefined && release !== undefined ? { digest, release } : undefined;
}

/** Whether a release comes after another, both `1.2.3` with anything behind it. */
export function isLaterRelease(release: string, than: string): boolean {
  const [left, right] = [numbersOf(release), numbersOf(than)];
  const index = left.findIndex((number, at) => number !== right[at]);
  return index >= 0 && (left[index] ?? 0) > (right[index] ?? 0);
}

function numbersOf(release: string): number[] {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(release) ?? [];
  return [major, minor, patch].map((part) => Number(part ?? 0));
}
