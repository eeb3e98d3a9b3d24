import type { KubeObject } from '../../../src/k8s/object.ts';
import { textAt } from '../value-at.ts';
import { anchorsOf, certificatesIn, isSelfSigned, leafOf, verifies } from '../certificates.ts';
import { operatorChanges, beginsDeletion } from '../authors.ts';
import { kindOf, subjectOfChange, type ClusterState } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import type { ObjectChange } from '../history.ts';
import { invariant } from './invariant.ts';

const bundleName = 'tigera-ca-bundle';
const authorityName = 'tigera-ca-private';

/** Judged while pods that mount the files run. Whose names are in a bundle beyond that is the matter of golden files. */
export const certificatesVerify = invariant(
  'I11',
  'Every served leaf verifies under the bundle of its namespace at all times; bundles hold anchors only; the CA stays while leaves depend on it',
  function* (history, facts) {
    for (const { change, state } of operatorChanges(history, facts)) {
      const kind = kindOf(change.resource);
      if (kind !== 'secrets' && kind !== 'configmaps') continue;
      const wrongs = [
        ...unverified(change, state, facts),
        ...extras(change, state),
        ...lostAuthority(change, state, facts),
      ];
      for (const what of wrongs) yield { at: change.at, what };
    }
  },
);

function unverified({ object }: ObjectChange, state: ClusterState, { ownNamespaces }: Facts): string[] {
  const { namespace = '' } = object.metadata;
  const bundle = state.get('configmaps', bundleName, namespace);
  const runs = state.all('pods').some(({ metadata }) => metadata.namespace === namespace);
  if (bundle === undefined || !runs || !ownNamespaces.includes(namespace)) return [];
  const anchors = anchorsOf(bundle);
  return state.all('secrets').flatMap((secret) => {
    const leaf = secret.metadata.namespace === namespace ? leafOf(secret) : undefined;
    return leaf === undefined || verifies(leaf, anchors)
      ? []
      : [`the certificate in Secret ${namespace}/${secret.metadata.name} does not verify under ${bundleName}`];
  });
}

/** A certificate that a user supplied without its authority is its own anchor; what came along with it is none. */
function extras(change: ObjectChange, state: ClusterState): string[] {
  const { metadata } = change.object;
  if (metadata.name !== bundleName || change.type === 'DELETED') return [];
  const supplied = new Set(state.all('secrets').flatMap(servedIn));
  const strangers = anchorsOf(change.object).filter(
    (certificate) => !certificate.ca && !isSelfSigned(certificate) && !supplied.has(certificate.fingerprint256),
  );
  return strangers.map(
    ({ subject }) => `${subjectOfChange(change)} holds ${subject.replaceAll('\n', ', ')}, which is no anchor`,
  );
}

/** What a Secret serves, and what it served before as long as that is trusted. */
function servedIn(secret: KubeObject): string[] {
  const previous = Buffer.from(textAt(secret, 'data', 'previous-anchors.pem') ?? '', 'base64').toString('latin1');
  const leaf = leafOf(secret);
  return [...(leaf === undefined ? [] : [leaf]), ...certificatesIn(previous)].map(
    ({ fingerprint256 }) => fingerprint256,
  );
}

function lostAuthority(change: ObjectChange, state: ClusterState, { operatorNamespace }: Facts): string[] {
  const { name, namespace } = change.object.metadata;
  if (name !== authorityName || namespace !== operatorNamespace || !beginsDeletion(change)) return [];
  const installed = state
    .all('installations.operator.tigera.io')
    .some(({ metadata }) => metadata.deletionTimestamp === undefined);
  return installed ? [`${subjectOfChange(change)} was deleted while certificates depend on it`] : [];
}
