import type { FelixConfigurationSpec } from '../calico/felix-configuration.ts';
import { felixFields } from '../generated/felix-fields.gen.ts';
import { NODE } from './facts.ts';
import { fieldOf, type ManifestReading } from './manifest-reading.ts';

type Spelling = (typeof felixFields)[keyof typeof felixFields];

const fieldsByVariable = new Map<string, { readonly name: string; readonly spelling: Spelling }>(
  Object.entries(felixFields).map(([name, spelling]) => [`FELIX_${name.toUpperCase()}`, { name, spelling }] as const),
);

/**
 * Fields of FelixConfiguration for the variables of Felix that have become nothing else: variables outrank the fields, so
 * without them Felix would do something else. Refuses variables without a field, and values that a field cannot hold.
 */
export function felixSettings(reading: ManifestReading): FelixConfigurationSpec {
  const left = reading
    .unread()
    .filter(({ container, variable }) => container === NODE && variable.name.startsWith('FELIX_'));
  const fields = left.flatMap(({ variable: { name } }) => fieldFor(reading, name));
  return Object.fromEntries(fields);
}

function fieldFor(reading: ManifestReading, variable: string): [string, unknown][] {
  const field = fieldsByVariable.get(variable);
  if (field === undefined) return [];
  const text = reading.env(variable)?.trim();
  if (text === undefined || text === '' || (field.name === 'iptablesBackend' && text.toLowerCase() === 'auto'))
    return [];
  const value = valueOf(text, field.spelling);
  reading.refuseIf(value === undefined, {
    field: fieldOf(variable, NODE),
    value: text,
    message: `is nothing that ${field.name} of FelixConfiguration can hold`,
    fix: 'correct it, or remove it and set the field yourself',
  });
  return value === undefined ? [] : [[field.name, value]];
}

/** Undefined for what has a structure of its own: Felix reads no variable for it. */
function readerOf(spelling: unknown): ((text: string) => unknown) | undefined {
  return new Map<unknown, (text: string) => unknown>(Object.entries(readers)).get(spelling);
}

/** A value of FelixConfiguration from the text of a variable; undefined where it is none. */
function valueOf(text: string, spelling: Spelling): unknown {
  if (Array.isArray(spelling)) return wordOf(text, spelling);
  return readerOf(spelling)?.(text);
}

function wordOf(text: string, words: readonly string[]): string | undefined {
  return words.find((word) => word.toLowerCase() === text.toLowerCase());
}

const itemsOf = (text: string): string[] =>
  text.toLowerCase() === 'none' ? [] : text.split(',').map((each) => each.trim());

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  '1': true,
  enabled: true,
  false: false,
  f: false,
  no: false,
  n: false,
  '0': false,
  disabled: false,
};

/** How variables spell values (https://docs.tigera.io/calico/latest/reference/felix/configuration). */
const readers = {
  boolean: (text: string) => truths[text.toLowerCase()],
  integer: (text: string) => (/^(-?\d+|0x[\da-f]+)$/i.test(text) ? Number(text) : undefined),
  // Variables count seconds where they name no unit; fields want one.
  duration: (text: string) => (/^\d+$/.test(text) ? `${text}s` : /^(\d+(ms|s|m|h))+$/.test(text) ? text : undefined),
  text: (text: string) => text,
  list: itemsOf,
  'number or text': (text: string) => (/^\d+$/.test(text) ? Number(text) : text),
  'port ranges': (text: string) => itemsOf(text).map((each) => (/^\d+$/.test(each) ? Number(each) : each)),
  ports: (text: string) => allOrNothing(itemsOf(text).map(portOf)),
  range: rangeOf,
  ranges: (text: string) => allOrNothing(itemsOf(text).map(rangeOf)),
} as const;

/** `tcp:22`, `tcp:10.0.0.0/8:22`, or a port alone. */
function portOf(text: string): object | undefined {
  const found = /^(?:(tcp|udp|sctp):)?(?:(\[.+\]|[^:[\]]+):)?(\d+)$/i.exec(text);
  if (found === null) return undefined;
  const [, protocol, net, port] = found;
  return {
    ...(protocol !== undefined && { protocol: protocol.toUpperCase() }),
    ...(net !== undefined && { net: net.replaceAll(/[[\]]/g, '') }),
    port: Number(port),
  };
}

function rangeOf(text: string): { min: number; max: number } | undefined {
  const found = /^(\d+)-(\d+)$/.exec(text);
  return found === null ? undefined : { min: Number(found[1]), max: Number(found[2]) };
}

function allOrNothing<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const given = values.filter((value) => value !== undefined);
  return given.length === values.length ? given : undefined;
}
