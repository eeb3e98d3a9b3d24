/**
 * JSON as it crosses the wire. Two things differ from plain `JSON.parse`: an int64 that a JavaScript number cannot hold
 * keeps its digits (it becomes what `JSON.rawJSON` returns, which `stringifyWire` writes back unchanged), and a key
 * named `__proto__` stays an ordinary own property, because no object is rebuilt by assignment here.
 */

type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** TypeScript's library does not know this part of ES2026 yet; Node 24 has it. */
const json = JSON as unknown as {
  parse(text: string, reviver: SourceReviver): unknown;
  rawJSON(text: string): object;
};

/**
 * A whole value of 16 or more digits, the first length that can exceed 2^53. Digits inside strings, such as those of an
 * image digest, should not match: the slow path costs several times the fast one.
 */
const LONG_NUMBER = /(?:"\s*:|[[,])\s*-?\d{16,}\s*[,\]}]/;
const INTEGER = /^-?\d+$/;

const keepExactIntegers: SourceReviver = (_key, value, { source }) => {
  if (typeof value !== 'number' || source === undefined || !INTEGER.test(source)) return value;
  return Number.isSafeInteger(value) || String(value) === source ? value : json.rawJSON(source);
};

/** Parses one JSON text. Throws SyntaxError. The slow path is taken only where a number may be too long. */
export function parseWire(text: string): unknown {
  return LONG_NUMBER.test(text) ? json.parse(text, keepExactIntegers) : JSON.parse(text);
}

/** The text of a JSON value; numbers that `parseWire` kept exact come out digit for digit. */
export function stringifyWire(value: unknown): string {
  return JSON.stringify(value);
}
