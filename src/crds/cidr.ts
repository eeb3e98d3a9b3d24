/** A range of addresses as numbers. `first` is the network address; bits after the prefix are gone. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly prefixLength: number;
}

const widths = { 4: 32, 6: 128 } as const;

/** `192.168.0.0/16` or `fd00::/48` as numbers; undefined where the text is no range. Host bits are dropped. */
export function parseCidr(text: string): Cidr | undefined {
  const [host = '', length = '', ...rest] = text.split('/');
  const address = parseAddress(host);
  if (address === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const prefixLength = Number(length);
  const hostBits = widths[address.family] - prefixLength;
  if (hostBits < 0) return undefined;
  return { family: address.family, first: (address.value >> BigInt(hostBits)) << BigInt(hostBits), prefixLength };
}

/** An IP address as a number. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** An IPv4 or IPv6 address; undefined where the text is none. Zones (`%eth0`) are none. */
export function parseAddress(text: string): Address | undefined {
  const v4 = parseV4(text);
  if (v4 !== undefined) return { family: 4, value: v4 };
  const v6 = text.includes(':') ? parseV6(text) : undefined;
  return v6 === undefined ? undefined : { family: 6, value: v6 };
}

/** Octets with leading zeros are refused: some programs read them as octal. */
function parseV4(text: string): bigint | undefined {
  const octets = text.split('.');
  const valid = octets.length === 4 && octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256);
  return valid ? joined(octets.map(BigInt), 8n) : undefined;
}

const joined = (parts: readonly bigint[], bits: bigint): bigint =>
  parts.reduce((value, part) => (value << bits) | part, 0n);

function parseV6(text: string): bigint | undefined {
  const [head = '', tail, ...more] = text.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  if (before === undefined || after === undefined || more.length > 0) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return joined([...before, ...Array<bigint>(missing).fill(0n), ...after], 16n);
}

/** Groups of one side of `::`; the last may be an IPv4 address, which is two groups. */
function groupsOf(text: string): bigint[] | undefined {
  if (text === '') return [];
  const groups = text.split(':').flatMap((group, index, all) => {
    const v4 = index === all.length - 1 ? parseV4(group) : undefined;
    if (v4 !== undefined) return [v4 >> 16n, v4 & 0xffffn];
    return /^[0-9a-fA-F]{1,4}$/.test(group) ? [BigInt(`0x${group}`)] : [undefined];
  });
  return groups.every((group) => group !== undefined) ? groups : undefined;
}

/** Whether every address of `inner` is in `outer`. */
export function cidrContains(outer: Cidr, inner: Cidr): boolean {
  if (outer.family !== inner.family || outer.prefixLength > inner.prefixLength) return false;
  const shift = BigInt(widths[outer.family] - outer.prefixLength);
  return outer.first >> shift === inner.first >> shift;
}

/** Whether some address is in both. */
export function cidrsOverlap(one: Cidr, other: Cidr): boolean {
  return cidrContains(one, other) || cidrContains(other, one);
}

/** Whether two texts are the same range, however they are spelled; texts that are no ranges have to be equal. */
export function sameRange(left: string, right: string): boolean {
  const [a, b] = [parseCidr(left), parseCidr(right)];
  return a !== undefined && b !== undefined ? expandedCidr(a) === expandedCidr(b) : left === right;
}

/** The range in full length, without `::`: `fd00:0000:…:0000/48`. */
export function expandedCidr({ family, first, prefixLength }: Cidr): string {
  return `${family === 4 ? dotted(first) : grouped(first)}/${prefixLength}`;
}

function dotted(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
}

function grouped(value: bigint): string {
  const digits = value.toString(16).padStart(32, '0');
  return (digits.match(/.{4}/g) ?? []).join(':');
}
