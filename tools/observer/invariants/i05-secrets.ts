import { kindOf } from '../cluster-state.ts';
import type { Facts } from '../facts.ts';
import { subjectOf, type Happening, type History } from '../history.ts';
import { textsAt } from '../value-at.ts';
import { invariant } from './invariant.ts';

/** Shorter texts are no secrets, or occur by chance. */
const leastLength = 12;
/** Enough of a key to know it again; long enough to be nowhere else. */
const needleLength = 40;

/** Metrics are not part of a history: tests that scrape them look there themselves. */
export const secretsStaySecret = invariant(
  'I5',
  'No secret value in logs, Events, status, annotations, ConfigMaps or requests about anything but Secrets',
  function* (history, facts) {
    const secrets = needles(history, facts);
    if (secrets === undefined) return;
    for (const happening of history.all) {
      const text = textOf(happening);
      if (text !== undefined && secrets.test(text))
        yield { at: happening.at, what: `a secret value shows in ${nameOf(happening)}` };
    }
  },
);

/** Finds any of the secrets, as they are and in base64. */
function needles(history: History, { secretCanaries }: Facts): RegExp | undefined {
  const keys = history.changes
    .filter(({ resource }) => kindOf(resource) === 'secrets')
    .flatMap(({ object }) => keysIn(object));
  const all = new Set([...secretCanaries.flatMap((text) => [text, ...base64Of(text)]), ...keys]);
  if (all.size === 0) return undefined;
  return new RegExp([...all].map((text) => escaped(text)).join('|'));
}

/** Private keys and tokens in a Secret, a stretch of each from its middle, where no header is. */
function keysIn(secret: unknown): string[] {
  return Object.entries(textsAt(secret, 'data')).flatMap(([name, base64]) => {
    if (!/(?:key|token|password)$/.test(name)) return [];
    const plain = Buffer.from(base64, 'base64').toString('latin1');
    const line = plain.split('\n').find((each) => /^[\w+/=-]{40,}$/.test(each) && !each.startsWith('-----'));
    const inPlain = line ?? plain;
    return [middleOf(inPlain), middleOf(base64)].filter((text) => text.length >= leastLength);
  });
}

function middleOf(text: string): string {
  const start = Math.max(0, Math.floor((text.length - needleLength) / 2));
  return text.slice(start, start + needleLength);
}

function base64Of(text: string): string[] {
  const encoded = Buffer.from(text).toString('base64').replace(/=+$/, '');
  return encoded.length >= leastLength ? [encoded.slice(0, -2)] : [];
}

/** What must hold no secret; undefined for Secrets themselves. */
function textOf(happening: Happening): string | undefined {
  if (happening.kind === 'log') return happening.line;
  if (happening.kind === 'note') return happening.detail;
  if (kindOf(happening.resource) === 'secrets') return happening.kind === 'request' ? happening.path : undefined;
  return happening.kind === 'request' ? `${happening.path} ${happening.body ?? ''}` : JSON.stringify(happening.object);
}

function nameOf(happening: Happening): string {
  if (happening.kind === 'log') return `the log of ${happening.process}`;
  if (happening.kind === 'note') return 'a note';
  if (happening.kind === 'request') return `a request about ${subjectOf(happening)}`;
  const { namespace, name } = happening.object.metadata;
  return subjectOf({ resource: happening.resource, namespace, name });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
