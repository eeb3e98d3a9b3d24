/**
 * Flags as Go's `flag` package reads them, because the chart of the Go operator and its users write them so: `-x`, `--x`,
 * `-x=value`, `-x value`, `-bool`, `-bool=false`; `--` ends them. Any other word is refused, where Go would silently ignore
 * it and all flags behind it.
 */

export interface FlagDefinition {
  readonly name: string;
  /** A `boolean` flag takes its value only after `=`. */
  readonly type: 'boolean' | 'string';
  readonly default: string;
  readonly help: string;
  /** The only values that are accepted, in small letters; capitals are read as such. */
  readonly choices?: readonly string[];
  /** Whether a whole number above 0 is accepted beside them. */
  readonly orNumber?: boolean;
}

/** What the command line says; every flag has a value. */
export type FlagValues = Readonly<Record<string, string>>;

/** The command line cannot be understood; `hint` says what was meant, perhaps. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/** Parses `args`. `-h` and `--help` give `'help'`. Throws FlagError, naming the flag and the way out. */
export function parseFlags(definitions: readonly FlagDefinition[], args: readonly string[]): FlagValues | 'help' {
  const values = new Map(definitions.map(({ name, default: value }) => [name, value]));
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined && word !== '--'; word = rest.shift()) {
    const [name, given] = splitFlag(word);
    if (name === 'h' || name === 'help') return 'help';
    const definition = definitions.find((each) => each.name === name);
    if (definition === undefined) throw new FlagError(unknownFlag(word, name, definitions));
    values.set(name, checked(definition, given ?? implied(definition, rest)));
  }
  return Object.fromEntries(values);
}

/** The flags with their defaults, for `--help`. */
export function flagHelp(definitions: readonly FlagDefinition[]): string {
  const lines = definitions.map(({ name, type, default: value, help, choices }) => {
    const takes = type === 'boolean' ? '' : ` ${choices?.filter((word) => word !== '').join('|') ?? 'string'}`;
    const standard = value === '' ? '' : ` (default ${value})`;
    return `  -${name}${takes}\n        ${help}${standard}`;
  });
  return lines.join('\n');
}

function splitFlag(word: string): [name: string, value: string | undefined] {
  const match = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(word);
  if (match === null) throw new FlagError(`"${word}" is not a flag; flags start with - and -help lists them`);
  return [match[1] ?? '', match[2]];
}

function implied({ name, type }: FlagDefinition, rest: string[]): string {
  if (type === 'boolean') return 'true';
  const value = rest.shift();
  if (value === undefined) throw new FlagError(`-${name} needs a value, for example -${name}=VALUE`);
  return value;
}

function checked({ name, type, choices, orNumber = false }: FlagDefinition, value: string): string {
  if (orNumber && /^[1-9]\d*$/.test(value)) return value;
  const allowed = type === 'boolean' ? ['true', 'false'] : choices;
  const read = type === 'boolean' ? (booleanWords[value] ?? value) : value;
  const found = allowed === undefined ? read : allowed.find((word) => word === read.toLowerCase());
  if (found !== undefined) return found;
  throw new FlagError(`-${name}: "${value}" is not one of ${allowed?.filter((word) => word !== '').join(', ')}`);
}

/** The words that Go's strconv.ParseBool knows. */
const booleanWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['1', 't', 'T', 'TRUE', 'True'].map((word) => [word, 'true'])),
  ...Object.fromEntries(['0', 'f', 'F', 'FALSE', 'False'].map((word) => [word, 'false'])),
};

function unknownFlag(word: string, name: string, definitions: readonly FlagDefinition[]): string {
  const near = definitions.map((each) => ({ name: each.name, distance: editDistance(name, each.name) }));
  const [nearest] = near.toSorted((a, b) => a.distance - b.distance);
  const isNear = nearest !== undefined && nearest.distance <= Math.max(2, Math.floor(nearest.name.length / 3));
  return `unknown flag ${word}; ${isNear ? `did you mean -${nearest.name}? ` : ''}-help lists all flags`;
}

/** Levenshtein's distance. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, char] of left.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of right.split('').entries()) {
      const replace = (row[j] ?? 0) + (char === other ? 0 : 1);
      next.push(Math.min(replace, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
