/** Collects the fields of a word: quoted text stays whole, unquoted expansions are split. */
export class Fields {
  readonly #fields: string[] = [];
  readonly #separators: string;
  #current: string | undefined;

  /** @param separators the value of `IFS` */
  constructor(separators: string) {
    this.#separators = separators;
  }

  literal(text: string): void {
    this.#current = (this.#current ?? '') + text;
  }

  split(text: string): void {
    let first = true;
    let piece = '';
    for (const char of text) {
      if (this.#separators.includes(char)) {
        if (piece !== '' || (first && this.#current !== undefined)) {
          this.literal(piece);
          this.#push();
        }
        first = false;
        piece = '';
      } else piece += char;
    }
    if (piece !== '') this.literal(piece);
  }

  several(texts: readonly string[]): void {
    texts.forEach((text, index) => {
      if (index > 0) this.#push();
      this.literal(text);
    });
  }

  end(): string[] {
    this.#push();
    return this.#fields;
  }

  #push(): void {
    if (this.#current !== undefined) this.#fields.push(this.#current);
    this.#current = undefined;
  }
}
