import { createHash } from 'node:crypto';

/** What can be hashed: a text, raw bytes, or the data of a ConfigMap. */
export type Hashable = string | Uint8Array | Readonly<Record<string, string>>;

/**
 * Hash of a piece of configuration, carried as a pod annotation so that a change rolls the pods: lower-case hex SHA-1 of
 * the value written in Go's `%q` notation. The notation is a contract with the clusters that exist: any other text would
 * change the annotation and roll every pod on the day the operator is replaced (docs/architecture.md, "Writing").
 */
export function configHash(value: Hashable): string {
  return typeof value === 'string' ? textHash(value) : hashOf(value);
}

function hashOf(value: Hashable): string {
  return createHash('sha1').update(goQuoted(value)).digest('hex');
}

/** The system roots are 200 KB and stand in every pass several times; texts that were hashed lately are not hashed again. */
const remembered = new Map<string, string>();
const maxRemembered = 64;

function textHash(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  if (remembered.size >= maxRemembered) remembered.clear();
  const hash = hashOf(text);
  remembered.set(text, hash);
  return hash;
}

/** The value as Go's `fmt.Sprintf("%q", value)` writes it: strings and bytes in double quotes, maps with sorted keys. */
export function goQuoted(value: Hashable): string {
  if (typeof value === 'string') return quoteText(value);
  if (value instanceof Uint8Array) return quoteBytes(value);
  // Keys of ConfigMaps are ASCII, where the order of UTF-16 units is the order of bytes.
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, text]) => `${quoteText(key)}:${quoteText(text)}`).join(' ')}]`;
}

/** What Go does not print as it is: quote, backslash, and all that is no letter, mark, number, punctuation, symbol or blank. */
const ESCAPED = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': String.raw`\"`,
  '\\': String.raw`\\`,
  '\u0007': String.raw`\a`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '\v': String.raw`\v`,
};

function quoteText(text: string): string {
  return `"${escapeText(text)}"`;
}

function escapeText(text: string): string {
  // A lone surrogate has no UTF-8 form; it reaches Go as the replacement character.
  return text.toWellFormed().replace(ESCAPED, (char) => SHORT_ESCAPES[char] ?? escapeCodePoint(char));
}

function escapeCodePoint(char: string): string {
  const codePoint = char.codePointAt(0) ?? 0;
  if (codePoint < 0x20 || codePoint === 0x7f) return String.raw`\x${hex(codePoint, 2)}`;
  return codePoint < 0x1_0000 ? String.raw`\u${hex(codePoint, 4)}` : String.raw`\U${hex(codePoint, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** A run of well-formed UTF-8 (Unicode standard, table 3-7) in a string of one character per byte. */
const UTF8_RUN = new RegExp(
  [
    String.raw`[\x00-\x7f]`,
    String.raw`[\xc2-\xdf][\x80-\xbf]`,
    String.raw`\xe0[\xa0-\xbf][\x80-\xbf]`,
    String.raw`[\xe1-\xec\xee\xef][\x80-\xbf]{2}`,
    String.raw`\xed[\x80-\x9f][\x80-\xbf]`,
    String.raw`\xf0[\x90-\xbf][\x80-\xbf]{2}`,
    String.raw`[\xf1-\xf3][\x80-\xbf]{3}`,
    String.raw`\xf4[\x80-\x8f][\x80-\xbf]{2}`,
  ]
    .join('|')
    .replace(/^(.*)$/s, String.raw`(?:$1)+|[\s\S]`),
  'g',
);

/** Go escapes each byte that is not part of well-formed UTF-8 by itself. */
function quoteBytes(bytes: Uint8Array): string {
  const perByte = Buffer.from(bytes).toString('latin1');
  return `"${perByte.replace(UTF8_RUN, escapeRun)}"`;
}

function escapeRun(run: string): string {
  const first = run.charCodeAt(0);
  if (run.length === 1 && first >= 0x80) return String.raw`\x${hex(first, 2)}`;
  return escapeText(Buffer.from(run, 'latin1').toString('utf8'));
}
