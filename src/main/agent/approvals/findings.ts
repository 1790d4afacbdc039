import { createHash } from 'node:crypto';
import type { Risk } from '../tool.ts';
import { risk, type RuleName } from './rules.ts';
import type { CommandContext } from './shell/observer.ts';
import { commandLine, isKnown, readable } from './shell/words/text.ts';

/** Characters of words in a key; beyond that their digest stands for them. */
const longestInKey = 300;

/**
 * Collects what is dangerous about a command. What "always allow" would remember of it is the
 * program with its words as they were shown, the path and what becomes of it: nothing wider.
 */
export class Findings {
  readonly #command: string;
  readonly #risks = new Map<string, Risk>();
  /** Long words are put together once. */
  readonly #shapes = new WeakMap<readonly string[], string>();

  /** @param command the whole of it */
  constructor(command: string) {
    this.#command = command;
  }

  /**
   * @param what the path and what becomes of it, or whatever else tells it from others
   * @param reason instead of the rule's own
   */
  add(rule: RuleName, place: CommandContext, what?: string, reason?: string): void {
    const covers = [
      this.#shapeOf(place.words),
      ...(what ? [`(${shortened(readable(what))})`] : []),
    ].join(' ');
    const found = risk(rule, covers, reason);
    this.take(place.range ? { ...found, at: place.range } : found);
  }

  /** The words of a program as they were shown; where they are not fully known, the whole command. */
  #shapeOf(words: readonly string[]): string {
    const made = this.#shapes.get(words);
    if (made !== undefined) return made;
    const known = words.length > 0 && words[0] !== '>' && words.every(isKnown);
    const shape = shortened(known ? readable(commandLine(words)) : this.#command);
    this.#shapes.set(words, shape);
    return shape;
  }

  take(found: Risk): void {
    if (!this.#risks.has(found.rule)) this.#risks.set(found.rule, found);
  }

  /** The same collection, which takes only what is found by such rules. */
  within(takes: (rule: string) => boolean): Findings {
    const inner = new Findings(this.#command);
    inner.take = (found) => {
      if (takes(found.rule.slice(0, found.rule.indexOf(':')))) this.take(found);
    };
    return inner;
  }

  all(): Risk[] {
    return [...this.#risks.values()];
  }
}

function shortened(text: string): string {
  if (text.length <= longestInKey) return text;
  const digest = createHash('sha256').update(text).digest('hex');
  return `${text.slice(0, longestInKey)}… (SHA-256 ${digest})`;
}
