/** What a story found to be wrong. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
}

/** Throws Wrong, with what was found, where something that must hold does not. */
export function insist(what: string, found: readonly string[]): void {
  if (found.length > 0) throw new Wrong(`${what}: ${found.slice(0, 5).join('; ')}`);
}
