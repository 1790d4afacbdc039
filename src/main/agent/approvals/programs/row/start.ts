import { readdirSync } from 'node:fs';
import path from 'node:path';
import { globMatches, isPattern } from '../../shell/words/globs.ts';
import type { StartHost } from '../../shell/programs.ts';
import { fromNetwork, isKnown, unknown, withoutUnknown } from '../../shell/words/text.ts';
import { optionValues } from './options.ts';
import type { Call, Follower, Input, Program } from './program.ts';
import { isShell, runScriptNamed } from './scripts.ts';
import type { ProgramTable } from './table.ts';

/** Tails of the words of an unknown program that are taken for commands. */
const mostTails = 12;
/** Programs that a pattern may mean. */
const mostMatches = 8;
/** Characters of a word that is looked at as shell code. */
const longestCode = 4_000;
/** Programs that are many: what they do hangs on the name they are called by. */
const manyInOne = /^(busybox|toybox|coreutils|uutils)/;

/**
 * Starts a program: follows what it runs, and gives what it prints. One that nobody knows may be a
 * launcher: each tail of its words may be a command, and a word with spaces shell code.
 */
export function startProgram(
  argv: readonly string[],
  input: Input,
  follower: Follower,
  host: StartHost,
  table: ProgramTable,
): string {
  const [word = '', ...args] = argv;
  const names = namesOf(word, follower);
  if (names === undefined) return chosenAtRunTime(word, args, follower);
  const known = names.flatMap((name) => {
    const row = table.rowOf(name);
    return row ? [{ name, row }] : [];
  });
  let output: string | undefined;
  for (const { name, row } of known) {
    const call: Call = { name, args, input, follower };
    host.tell(call, row);
    typed(call, row, host);
    output ??= followed(call, row);
  }
  const call: Call = { name: names[0]!, args, input, follower };
  const isScript = runScriptNamed(word, call);
  if (known.length > 0) return output ?? printed(call, known[0]!.row);
  host.tell(call, undefined);
  if (!isScript) {
    typed(call, undefined, host);
    supposeTails(args, follower, table);
  }
  return printed(call, undefined);
}

/**
 * The names that a program may go by: as it was called, and as what its path leads to is called.
 * Undefined where it is only known at run time.
 */
function namesOf(word: string, follower: Follower): string[] | undefined {
  const base = plainName(word);
  if (!isKnown(base) || base === '' || (isPattern(word) && !/^\[\[?$/.test(word))) return undefined;
  if (!word.includes('/') || !isKnown(word)) return [base];
  const leads = follower
    .resolve(word)
    .map((file) => plainName(follower.files.originOf(file) ?? file))
    .filter((name) => name !== '' && isKnown(name) && !manyInOne.test(name));
  return [...new Set([base, ...leads])];
}

function plainName(word: string): string {
  return (word.split(/[/\\]/).at(-1) ?? word).replace(/\.(exe|cmd|bat)$/i, '');
}

function followed(call: Call, row: Program): string | undefined {
  const { follower, args } = call;
  const { shellCode } = row;
  if (shellCode) {
    for (const code of optionValues(args, shellCode.letters ?? '', shellCode.long)) {
      follower.follow(code, { child: true });
    }
  }
  const output = row.follows?.(call);
  if (output !== undefined) return output;
  const inner = row.starts?.(call);
  return inner === undefined ? undefined : follower.invoke(inner, call.input, true);
}

function printed(call: Call, row: Program | undefined): string {
  // `source <(tool completion bash)`: what it prints changes that shell alone.
  if (row && /^completions?$/.test(call.args[0] ?? '')) return '';
  if (row?.prints) return row.prints(call);
  const input = call.input?.() ?? '';
  return input.includes(fromNetwork) ? fromNetwork : unknown;
}

/** What is typed into a program while it runs: code, unless it is known to take answers or data only. */
function typed(call: Call, row: Program | undefined, host: StartHost): void {
  if (!host.isTyped(call.input) || isShell(call.name)) return;
  const text = call.input?.() ?? '';
  if (text === '') return;
  const isAnswer = /^[\w.@/:+ -]{0,60}\n?$/.test(text);
  const runs = row ? row.runsInput === true : !isAnswer;
  if (runs)
    call.follower.report('typed', `${text.length} characters, at last: ${text.slice(-200)}`);
}

function chosenAtRunTime(word: string, args: readonly string[], follower: Follower): string {
  const matches = isPattern(word) ? programsMatching(word, follower) : [];
  for (const match of matches) follower.suppose([match, ...args]);
  follower.undecided('runs a program chosen at run time');
  const rest = withoutUnknown(word);
  if (rest === '') follower.suppose(args);
  else if (!isPattern(word) && rest !== word) follower.suppose([rest, ...args]);
  return word.includes(fromNetwork) ? fromNetwork : unknown;
}

/** Programs on the disk that a pattern such as `/bin/r?` means. */
function programsMatching(word: string, follower: Follower): string[] {
  return follower
    .resolve(word)
    .flatMap((pattern) => {
      let found = ['/'];
      for (const part of pattern.split('/').filter((name) => name !== '')) {
        found = found.slice(0, mostMatches).flatMap((folder) =>
          isPattern(part)
            ? entries(folder)
                .filter((name) => globMatches(part, name))
                .map((name) => path.posix.join(folder, name))
            : [path.posix.join(folder, part)],
        );
      }
      return found;
    })
    .slice(0, mostMatches);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Not there, or closed to us: then the pattern means nothing there.
    return [];
  }
}

function supposeTails(args: readonly string[], follower: Follower, table: ProgramTable): void {
  args.slice(0, mostTails).forEach((word, at) => {
    if (/\s/.test(word)) {
      const code = word.replace(/^--?[\w-]+=/, '');
      if (code.length <= longestCode) follower.supposeCode(code);
      return;
    }
    const name = plainName(word);
    if (!word.startsWith('-') && (table.rowOf(name) || isShell(name))) {
      follower.suppose(args.slice(at));
    }
  });
}
