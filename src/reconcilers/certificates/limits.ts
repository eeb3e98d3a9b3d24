/**
 * How large input may be before anybody parses it: a Secret can hold a megabyte, and parsers of certificates have been
 * slow on hostile input before. Far beyond what real authorities hand out.
 */
const limits = {
  key: { bytes: 13_000, blocks: 1 },
  certificate: { bytes: 36_000, blocks: 10 },
  bundle: { bytes: 330_000, blocks: Infinity },
} as const;

/** Why a PEM text is not looked into; undefined where it is of an ordinary size. */
export function excessOf(kind: keyof typeof limits, pem: string): string | undefined {
  const { bytes, blocks } = limits[kind];
  const size = Buffer.byteLength(pem);
  if (size > bytes) return `a ${kind} of ${size} bytes, more than the ${bytes} that are read`;
  const found = pem.split('-----BEGIN ').length - 1;
  return found > blocks ? `a ${kind} of ${found} PEM blocks, more than the ${blocks} that are read` : undefined;
}
