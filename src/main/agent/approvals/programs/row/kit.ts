import { operands, optionValues } from './options.ts';
import type { Call, Program, When } from './program.ts';

/** No words at all: for programs whose words are no files. */
export function none(): string[] {
  return [];
}

/** All operands. */
export function all(args: readonly string[]): string[] {
  return operands(args);
}

/** The values of these options: letters, long names. */
export function values(letters: string, ...long: string[]): (args: readonly string[]) => string[] {
  return (args) => optionValues(args, letters, long);
}

/** A program that runs what its input says in a shell. */
export function runsInputInShell({ input, follower }: Call): undefined {
  if (input) follower.follow(input(), { child: true });
  return undefined;
}

/** `test -v 'a[$(…)]'`: what stands in an index is arithmetic, and runs. */
export function runIndices(words: readonly string[], follower: Call['follower']): void {
  for (const word of words) {
    for (const [, code = ''] of word.matchAll(/\[[^\]]*(\$\(.*\)|`.*`)/gs)) {
      follower.follow(`: ${code}`);
    }
  }
}

/** Follows what leads from the language of a program to a shell, in its arguments or its input. */
export function escapes(pattern: RegExp): (call: Call) => undefined {
  return ({ args, input, follower }) => {
    for (const given of [...args, input?.() ?? '']) {
      const code = pattern
        .exec(given)
        ?.slice(1)
        .find((group) => group !== undefined);
      if (code !== undefined) follower.follow(code, { child: true });
    }
    return undefined;
  };
}

/** Names in one text, with spaces or line ends between them. */
export function named(text: string): string[] {
  return text.trim().split(/\s+/);
}

/**
 * Whether a rule of a row applies: an expression is tried on the arguments as one line, on those from
 * the first operand on, and on the operands alone, as options with a value may stand in front of a
 * subcommand (`--registry x publish`).
 */
export function applies(
  when: When,
  args: readonly string[],
  row: Program,
  context: Parameters<Exclude<When, RegExp>>[1],
): boolean {
  if (!(when instanceof RegExp)) return when(args, context);
  const plain = args.filter((word) => !/^[-+]./.test(word));
  const own = operands(args, row);
  const start = own[0] === undefined ? -1 : args.indexOf(own[0]);
  const lines = [args, plain, own, start < 0 ? [] : args.slice(start)];
  if (/^[-+]/.test(args[0] ?? '')) lines.push(plain.slice(1));
  return lines.some((words) => when.test(words.join(' ')));
}
