/** Draws a block of lines again and again in the same place on a terminal; elsewhere prints it when it changes. */
export class Screen {
  #drawn = 0;
  #last = '';
  readonly #out: NodeJS.WriteStream;

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
  }

  /** A line that stays. */
  say(line: string): void {
    this.#drawn = 0;
    this.#out.write(`${line}\n`);
  }

  draw(lines: readonly string[]): void {
    const text = lines.join('\n');
    if (this.#essence(text) === this.#last) return;
    this.#last = this.#essence(text);
    if (this.#out.isTTY && this.#drawn > 0) this.#out.write(`\u001B[${this.#drawn}A\u001B[J`);
    const width = this.#out.isTTY ? this.#out.columns : Infinity;
    this.#out.write(`${lines.map((line) => line.slice(0, width)).join('\n')}\n${this.#out.isTTY ? '' : '\n'}`);
    this.#drawn = lines.length;
  }

  /** In a log file growing ages are no news. */
  #essence(text: string): string {
    return this.#out.isTTY ? text : text.replaceAll(/\d+[sm]\b/g, '').replaceAll(/ +/g, ' ');
  }
}
