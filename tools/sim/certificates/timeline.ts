/** What a file held, from when on. */
export class Timeline<T> {
  readonly #versions: { readonly from: number; readonly content: T }[] = [];

  add(from: number, content: T): void {
    if (this.#versions.at(-1)?.content !== content) this.#versions.push({ from, content });
  }

  /** Everything that it held at or after a moment. */
  since(moment: number): readonly T[] {
    const at = this.#versions.findLastIndex(({ from }) => from <= moment);
    return this.#versions.slice(Math.max(0, at)).map(({ content }) => content);
  }
}
