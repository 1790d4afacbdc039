/** Combinations of values that are tried one by one at most. */
const mostPasses = 260;

/**
 * As conditions are not decided, a variable may have several values. A command is followed once for
 * each combination of the values it uses: this is one such pass.
 */
export class Choices {
  readonly #pass: number;
  readonly #limited: boolean;
  readonly #strides = new Map<string, number>();
  #combinations = 1;
  #most = 1;

  /**
   * @param pass counts from 0
   * @param limited there are too many combinations: each value comes up, but not with every other
   */
  constructor(pass: number, limited: boolean) {
    this.#pass = pass;
    this.#limited = limited;
  }

  /** The value that a variable has in this pass; the same each time it is asked for. */
  choose(name: string, values: readonly string[]): string {
    let stride = this.#strides.get(name);
    if (stride === undefined) {
      stride = this.#combinations;
      this.#strides.set(name, stride);
      this.#combinations = Math.min(this.#combinations * values.length, Number.MAX_SAFE_INTEGER);
      this.#most = Math.max(this.#most, values.length);
    }
    const at = this.#limited ? this.#pass : Math.floor(this.#pass / stride);
    return values[at % values.length]!;
  }

  /** Does something once for each combination; what is done asks the choices as it goes. */
  static forEach(body: (choices: Choices, pass: number) => void): void {
    const first = new Choices(0, false);
    body(first, 0);
    const limited = first.#combinations > mostPasses;
    const passes = Math.min(limited ? first.#most : first.#combinations, mostPasses);
    for (let pass = 1; pass < passes; pass += 1) body(new Choices(pass, limited), pass);
  }
}
