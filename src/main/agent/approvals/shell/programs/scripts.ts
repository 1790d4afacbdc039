import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { Call, Follower, Input, Language } from './follower.ts';
import { fromNetwork, isKnown, unknown } from '../text.ts';

/** Bytes of a script that are read at most; a longer shell script is not judged but asked about. */
const maxScriptBytes = 262_144;

/** Programs installed by the system are what their name says; they are not read. */
const installed = /^\/(usr|bin|sbin|lib\w*|opt|nix|snap|System|Library|Applications)\//;

/** Files that cannot be scripts, or would block: devices, `/proc`. */
const special = /^\/(dev|proc|sys)\//;

/**
 * The text of a file that is about to be run; undefined when there is none to judge: missing,
 * binary, a device, or part of the system. Longer ones end with an unknown rest.
 */
export function readScript(file: string): string | undefined {
  if (installed.test(file) || special.test(file) || !path.isAbsolute(file)) return undefined;
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    if (!fstatSync(handle).isFile()) return undefined;
    const buffer = Buffer.alloc(maxScriptBytes + 1);
    const length = readSync(handle, buffer, 0, buffer.length, 0);
    const bytes = buffer.subarray(0, Math.min(length, maxScriptBytes));
    if (bytes.includes(0)) return undefined;
    return bytes.toString('utf8') + (length > maxScriptBytes ? `\n${unknown}\n` : '');
  } catch {
    // Missing or not readable for us: then the command cannot run it either.
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

const interpreters: readonly (readonly [RegExp, Language])[] = [
  [/^(python|pypy)[\d.]*w?$|^py$/, 'python'],
  [/^(node|nodejs|deno|bun|tsx|ts-node|electron)$/, 'node'],
  [/^perl[\d.]*$/, 'perl'],
  [/^j?ruby[\d.]*$/, 'ruby'],
  [/^php[\d.]*$/, 'php'],
  [/^lua(jit)?[\d.]*$/, 'lua'],
  [/^(g|m|n|original-)?awk$/, 'awk'],
  [/^osascript$/, 'applescript'],
];

/** The language a program of this name runs, as far as its code is looked into. */
export function languageOf(name: string): Language | undefined {
  return interpreters.find(([pattern]) => pattern.test(name))?.[1];
}

const shells = /^(ba|da|z|k|mk|pdk|a|c|tc|fi|ya|rba|ha)?sh$/;

/** Whether a program of this name is a shell for POSIX-like code. */
export function isShell(name: string): boolean {
  return shells.test(name);
}

const extensions: Record<string, Language> = {
  '.py': 'python',
  '.js': 'node',
  '.mjs': 'node',
  '.cjs': 'node',
  '.ts': 'node',
  '.pl': 'perl',
  '.rb': 'ruby',
  '.php': 'php',
  '.lua': 'lua',
};

/** Files that a plain name means once the script has put folders of its own into `PATH`. */
function scriptsOnPath(name: string, follower: Pick<Follower, 'scope' | 'resolve'>): string[] {
  const { scope } = follower;
  const folders = (scope.values('PATH') ?? []).flatMap((value) => value.split(':'));
  return [...new Set(folders)]
    .filter(isKnown)
    .map((folder) => path.join(folder === '' ? '.' : folder, name))
    .map((file) => (file.includes('/') ? file : `./${file}`))
    .filter((file) =>
      follower
        .resolve(file)
        .some((place) => scope.files.has(place) || readScript(place) !== undefined),
    );
}

/** Follows the file, if any, that a command starts by this path or name. */
export function runScriptNamed(word: string, call: Call): void {
  const files = word.includes('/') ? [word] : scriptsOnPath(word, call.follower);
  for (const file of files) runScriptFile(file, call);
}

/** Follows a file that is started by its path: by its first line, else as the shell would. */
function runScriptFile(file: string, { args, input, follower }: Call): void {
  for (const place of follower.resolve(file)) {
    if (installed.test(place)) continue;
    const text = follower.content(place);
    if (text === undefined) continue;
    const shebang = /^#!\s*(\S+)(?:\s+(?:-S\s+)?(\S+))?/.exec(text);
    const program = path.basename(shebang?.[1] ?? 'sh');
    const name = program === 'env' ? path.basename(shebang?.[2] ?? 'sh') : program;
    runText(
      text,
      languageOf(name) ?? extensions[path.extname(place)],
      place,
      args,
      input,
      follower,
    );
  }
}

/** Follows a script given to a shell: `sh file args`. */
export function runShellScript(file: string, { args, input, follower }: Call): void {
  for (const place of follower.resolve(file)) {
    const text = follower.content(place);
    if (text !== undefined) runText(text, undefined, place, args, input, follower);
  }
}

function runText(
  text: string,
  language: Language | undefined,
  place: string,
  args: readonly string[],
  input: Input,
  follower: Follower,
): void {
  if (language) {
    runProgram(text, language, false, follower);
    return;
  }
  const { script } = follower.scope;
  follower.scope.script = place;
  follower.follow(text, { frame: place, positional: [...args], input });
  follower.scope.script = script;
}

/** Looks into the code of a program in another language. */
export function runProgram(
  source: string,
  language: Language,
  inline: boolean,
  follower: Follower,
): void {
  if (source.includes(fromNetwork)) {
    follower.observer.risk({
      level: 'approval',
      reason: 'runs what it fetches from the network',
      rule: `network-to-shell:${follower.scope.fetched || language}`,
    });
  } else if (source.trim() === unknown) {
    follower.undecided(`runs ${language} code that is only known at run time`, language);
  }
  follower.observer.program(language, source, inline, follower.scope.cwds);
}
