import type { X509Certificate } from 'node:crypto';
import { certificatesIn } from '../certificates.ts';

/** Hashes that have occurred, with the names that stand for them. */
export type Renamed = Map<string, string>;

/** Fields that the server fills in as it likes. */
const serversOwn = new Set([
  'clusterIP',
  'clusterIPs',
  'nodePort',
  'healthCheckNodePort',
  'uid',
  'resourceVersion',
  'generation',
]);
/** Fields that count or tell the time. */
const moments = /(?:Time|Timestamp|observedGeneration)$/;
const templateGeneration = 'deprecated.daemonset.template.generation';
const hash = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** A copy in which equal runs are equal. `kind` tells Secrets, whose data is base64. */
export function maskedContent(content: unknown, kind: string, renamed: Renamed): unknown {
  const read = (text: string): string => (kind === 'Secret' ? Buffer.from(text, 'base64').toString('latin1') : text);
  return walk(content, { renamed, read, inData: false });
}

interface Walk {
  readonly renamed: Renamed;
  readonly read: (text: string) => string;
  readonly inData: boolean;
}

function walk(value: unknown, at: Walk): unknown {
  if (typeof value === 'string') return maskedText(value, at);
  if (Array.isArray(value)) return value.map((item) => walk(item, at));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, inner]) => inner !== undefined && !serversOwn.has(key) && key !== templateGeneration,
  );
  const sorted = kept.toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([key, inner]) => [
      key,
      moments.test(key) && typeof inner !== 'object'
        ? '<moment>'
        : walk(inner, { ...at, inData: at.inData || key === 'data' }),
    ]),
  );
}

function maskedText(text: string, { renamed, read, inData }: Walk): unknown {
  if (hash.test(text)) return renameHash(text, renamed);
  const plain = inData ? read(text) : text;
  if (privateKey.test(plain)) return '<private key>';
  const certificates = certificatesIn(plain);
  return certificates.length === 0 ? text : certificates.map(attributesOf);
}

/** By the order of first occurrence: hashes that are equal stay equal. */
function renameHash(text: string, renamed: Renamed): string {
  const name = renamed.get(text) ?? `<hash ${renamed.size + 1}>`;
  renamed.set(text, name);
  return name;
}

const dayMs = 86_400_000;

/** What of a certificate is meant; the rest is chance. Names that end in a moment lose it. */
function attributesOf({ subject, issuer, subjectAltName, ca, validFromDate, validToDate }: X509Certificate): object {
  const days = Math.round((validToDate.getTime() - validFromDate.getTime()) / dayMs);
  return { subject: withoutMoment(subject), issuer: withoutMoment(issuer), names: subjectAltName ?? '', ca, days };
}

/** `tigera-operator-signer@1763735809` was made at that second. */
function withoutMoment(name: string): string {
  return name.replaceAll(/@\d+/g, '@<moment>');
}
