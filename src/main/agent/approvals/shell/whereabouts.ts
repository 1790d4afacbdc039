import type { CommandContext } from './observer.ts';

type Here = Omit<CommandContext, 'cwds'>;

/** Where in a command the interpreter is, for those who are told of what happens. */
export class Whereabouts {
  #here: Here = { origin: 'command', supposed: false, words: [] };

  get current(): Here {
    return this.#here;
  }

  /** Does something at another place; what is supposed stays supposed. */
  at<Result>(part: Partial<Here>, body: () => Result): Result {
    const before = this.#here;
    this.#here = { ...before, ...part, supposed: before.supposed || part.supposed === true };
    try {
      return body();
    } finally {
      this.#here = before;
    }
  }
}
