import path from 'node:path';
import { fromNetwork, isKnown, unknown } from '../../shell/words/text.ts';
import type { Call, Follower, Language, Origin } from './program.ts';

const interpreters: readonly (readonly [RegExp, Language])[] = [
  [/^(i?python|pypy|bpython|ptpython|micropython)[\d.]*w?$|^py$/, 'python'],
  [/^(node|nodejs|deno|bun|tsx|ts-node|electron|qjs|d8)$/, 'node'],
  [/^perl[\d.]*$/, 'perl'],
  [/^(j?ruby|irb|rbx)[\d.]*$/, 'ruby'],
  [/^php[\d.]*$/, 'php'],
  [/^(lua(jit)?|luau)[\d.]*$/, 'lua'],
  [/^(g|m|n|b|original-|busybox-)?awk$/, 'awk'],
  [/^osascript$/, 'applescript'],
];

/** The language a program of this name runs, as far as its code is looked into. */
export function languageOf(name: string): Language | undefined {
  return interpreters.find(([pattern]) => pattern.test(name))?.[1];
}

const shells =
  /^(ba|da|z|k|mk|lk|pdk|oks|loks|a|c|tc|fi|ya|rba|ha|po|hu|ya|r)?sh(\d[\d.]*)?$|^(nu|elvish|xonsh|osh|pwsh-preview|ash\.static)$/;

/** Whether a program of this name is a shell, whose code is read as POSIX as far as that goes. */
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

/** Where the text of a file comes from. */
export function originOf(file: string, { files }: Follower): Origin {
  return files.written(file) === undefined ? 'project' : 'command';
}

/** Files that a plain name means once the script has put folders of its own into `PATH`. */
function scriptsOnPath(name: string, follower: Follower): string[] {
  const folders = (follower.scope.values('PATH') ?? []).flatMap((value) => value.split(':'));
  return [...new Set(folders)]
    .filter(isKnown)
    .map((folder) => path.posix.join(folder === '' ? '.' : folder, name))
    .map((file) => (file.includes('/') ? file : `./${file}`))
    .filter((file) =>
      follower.resolve(file).some((place) => follower.content(place) !== undefined),
    );
}

/**
 * Follows the file, if any, that a command starts by this path or name: by its first line, else as
 * the shell would. True where there was a text to follow.
 */
export function runScriptNamed(word: string, call: Call): boolean {
  const { follower } = call;
  let found = false;
  for (const file of word.includes('/') ? [word] : scriptsOnPath(word, follower)) {
    for (const place of follower.resolve(file)) {
      const text = follower.content(place);
      if (text === undefined) continue;
      found = true;
      const shebang = /^#!\s*(\S+)(?:\s+(?:-S\s+)?(\S+))?/.exec(text);
      const program = path.posix.basename(shebang?.[1] ?? 'sh');
      const name = program === 'env' ? path.posix.basename(shebang?.[2] ?? 'sh') : program;
      const language = languageOf(name) ?? extensions[path.posix.extname(place)];
      if (shebang && !language && !isShell(name)) runOther(text, place, follower);
      else runText(text, language, place, call, true);
    }
  }
  return found;
}

/**
 * Follows a script given to a shell: `sh file args`.
 * @param child it runs in a shell of its own, unlike with `.`
 */
export function runShellScript(file: string, call: Call, child = true): void {
  for (const place of call.follower.resolve(file)) {
    const text = call.follower.content(place);
    if (text !== undefined) runText(text, undefined, place, call, child);
  }
}

function runText(
  text: string,
  language: Language | undefined,
  place: string,
  { args, input, follower }: Call,
  child: boolean,
): void {
  if (language) {
    runCode(text, language, originOf(place, follower) === 'command', follower);
    return;
  }
  const { script } = follower.scope;
  follower.scope.script = place;
  follower.follow(text, {
    frame: place,
    positional: [...args],
    input,
    child,
    origin: originOf(place, follower),
  });
  follower.scope.script = script;
}

/** A script in a language that is not known here. */
function runOther(text: string, place: string, follower: Follower): void {
  runCode(text, 'other', originOf(place, follower) === 'command', follower);
}

/** Looks into the code of a program in another language. */
export function runCode(
  source: string,
  language: Language,
  inline: boolean,
  follower: Follower,
): void {
  if (source.includes(fromNetwork)) {
    follower.report('network-to-shell', follower.scope.fetched || undefined);
  } else if (source.trim() === unknown) {
    follower.undecided(
      `runs ${language === 'other' ? 'code' : language} that is only known at run time`,
    );
  }
  follower.code(language, source, inline);
}

/** Looks into the file that a program runs as its code. */
export function runCodeFile(file: string, language: Language, follower: Follower): void {
  if (!isKnown(file)) follower.undecided('runs a script chosen at run time');
  for (const place of follower.resolve(file)) {
    const text = follower.content(place);
    if (text !== undefined) {
      runCode(text, language, originOf(place, follower) === 'command', follower);
    }
  }
}
