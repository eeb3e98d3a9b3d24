/** Cuts bytes into chunks of the given sizes, as a network does; sizes of 0 give empty chunks. */
export function cutAnywhere(bytes: Uint8Array, sizes: Iterable<number>): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let start = 0;
  for (const size of sizes) {
    if (start >= bytes.length) break;
    chunks.push(bytes.subarray(start, start + size));
    start += size;
  }
  return [...chunks, bytes.subarray(start)];
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
