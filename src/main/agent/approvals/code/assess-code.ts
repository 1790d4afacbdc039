import type { Language } from '../programs/row/program.ts';
import { isBlockDevice } from '../../places/file-kinds.ts';
import type { RuleName } from '../rules.ts';
import type { Budget } from '../shell/budget.ts';
import { argumentsAt, joined, literalsOf, type Literal } from './literals.ts';
import {
  abstractSockets,
  awkComputedOutput,
  awkInput,
  awkOutput,
  decodesCode,
  deletesByOtherName,
  deletesTree,
  endsAllProcesses,
  endsProcesses,
  forksForEver,
  homeExpression,
  intoTerminal,
  leavesProcess,
  makesText,
  removesFiles,
  runsCode,
  runsCommands,
  walksFolders,
  writesFiles,
} from './languages.ts';

/** How code is judged. */
export interface CodeContext {
  home: string;
  budget: Budget;
  /** Whether a wall holds what the code does. */
  wall: boolean;
  /** Absolute paths of a name in the code. */
  resolve: (text: string) => string[];
  /** A shell command that the code runs. */
  shell: (code: string) => void;
  access: (file: string, access: 'read' | 'write') => void;
  /** Folders that the code deletes. */
  deletes: (folders: readonly string[]) => void;
  report: (rule: RuleName, what?: string, reason?: string) => void;
}

/** Strings of one program that are judged as commands at most. */
const maxCommands = 300;
/** Characters of a program that are looked into. */
const maxSource = 131_072;
/** Characters of a string that may be a command or a path. */
const longestCommand = 8_000;
const longestPath = 500;

/**
 * Notes what is dangerous about code in another language than the shell's: commands it starts,
 * folders it deletes, paths it writes or holds. Its calls are looked at, it is not understood as a
 * whole; code made at run time in inline code needs a person's word.
 * @param inline given on the command line or by a pipe, not a file of the person's project
 */
export function assessCode(
  language: Language,
  given: string,
  inline: boolean,
  context: CodeContext,
): void {
  const source = withoutAliases(given.slice(0, maxSource), language);
  const literals = literalsOf(source).map((literal) => ({
    ...literal,
    // Perl opens `|command` and `<file`; home folders stand within strings too.
    text: literal.text.replace(homeInside, context.home).replace(/^\s*[<>+|]+\s*|\s*\|\s*$/g, ''),
  }));
  const texts = [...new Set(literals.map(({ text }) => text))];
  if (forksForEver.test(source)) context.report('fork-bomb', language);
  if (endsAllProcesses.test(source)) context.report('kill-everything', language);
  else if (endsProcesses.test(source)) context.report('kill', language);
  if (/\/proc\b[\s\S]{0,200}\b(environ|mem|maps)\b/.test(source)) context.report('other-programs');
  commands(language, source, inline, texts, literals, context);
  deletions(source, inline, texts, context);
  files(language, source, texts, literals, context);
  if (given.length > maxSource && inline) {
    context.report('undecided', undefined, `runs ${language} code that is too long to be judged`);
  }
}

function commands(
  language: Language,
  source: string,
  inline: boolean,
  texts: readonly string[],
  literals: readonly Literal[],
  context: CodeContext,
): void {
  const runs = runsCommands[language].test(source);
  if (runs) {
    const lines = language === 'other' ? source.split('\n').map(bare) : [];
    const found = [...new Set([...texts, ...joined(source, literals), ...lines])].filter(
      (text) => text.length <= longestCommand && /[a-z]/i.test(text),
    );
    for (const text of found.slice(0, maxCommands)) {
      context.budget.step();
      context.shell(text);
    }
    const hidden = inline && language !== 'other' && (makesText.test(source) || texts.length === 0);
    if (hidden || (inline && found.length > maxCommands)) {
      context.report(
        'undecided',
        undefined,
        `runs commands from ${language} that are only known at run time`,
      );
    }
  }
  if (leavesProcess.test(source) && inline) {
    context.report('schedule', undefined, 'leaves a program running after it');
  }
  if (abstractSockets.test(source)) {
    context.report('service', undefined, 'speaks to a service by its socket');
  }
  if (intoTerminal.test(source)) {
    context.report('injected-code', undefined, 'types into a terminal as if the person did');
  }
  if (language === 'applescript') appleScript(source, context);
  if (inline ? runsCode[language]?.test(source) : decodesCode.test(source)) {
    context.report('undecided', undefined, `runs ${language} code that is only known at run time`);
  }
}

/** A line of a language that nobody knows, without what may stand around a command in it. */
function bare(line: string): string {
  return line
    .trim()
    .replace(/^[:\s]*(?:shell|!|exec|spawn|system|run|pipe|sh)\b\s*/i, '')
    .replace(/^!+\s*/, '');
}

function appleScript(source: string, context: CodeContext): void {
  if (/\b(shut ?down|restart|log out|sleep)\b/i.test(source)) context.report('shutdown');
  else if (/\bempty (the )?trash\b|\bdelete\b/i.test(source)) {
    context.report('recursive-delete', undefined, 'deletes by a script');
  }
}

function deletions(
  source: string,
  inline: boolean,
  texts: readonly string[],
  context: CodeContext,
): void {
  for (const match of source.matchAll(deletesTree)) {
    context.budget.step();
    const named = pathsOf(argumentsAt(source, match.index), context);
    // A variable: then every path in the code may be the one.
    const targets = named.length > 0 ? named : texts.filter(looksLikePath).flatMap(context.resolve);
    if (targets.length > 0) context.deletes(targets);
    else if (inline || !context.wall) context.report('recursive-delete');
  }
  if (deletesByOtherName.test(source) && (inline || !context.wall))
    context.report('recursive-delete');
  if (removesFiles.test(source) && walksFolders.test(source)) {
    const roots = texts.filter((text) => looksLikePath(text) || homeExpression.test(text));
    if (homeExpression.test(source)) context.deletes([context.home]);
    else if (roots.length > 0) context.deletes(roots.flatMap(context.resolve));
    if (inline)
      context.report('recursive-delete', undefined, 'deletes whatever it finds in a folder');
  }
}

function files(
  language: Language,
  source: string,
  texts: readonly string[],
  literals: readonly Literal[],
  context: CodeContext,
): void {
  if (language === 'awk') {
    for (const [, file = ''] of source.matchAll(awkOutput)) {
      for (const place of context.resolve(file)) context.access(place, 'write');
    }
    if (awkComputedOutput.test(source)) {
      context.report('undecided', undefined, 'writes to a file that is only known at run time');
    }
    for (const [, file = ''] of source.matchAll(awkInput)) {
      for (const place of context.resolve(file)) context.access(place, 'read');
    }
  }
  const folders = foldersOf(source, context);
  for (const match of source.matchAll(writesFiles)) {
    context.budget.step();
    const args = argumentsAt(source, match.index);
    if (/^(os\s*\.\s*)?(f?open|io)/.test(match[0]) && !opensForWriting(args)) continue;
    // `Path('x').write_text(…)`: what is written stands in front.
    const isMethod = /^(write_text|write_bytes|unlink|touch|rename|mkdir)\b/.test(match[0]);
    const before = isMethod ? source.slice(Math.max(0, match.index - 300), match.index) : '';
    const receiver = before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('\n')) + 1);
    const named = [...pathsOf(args, context, folders), ...pathsOf(receiver, context, folders)];
    const targets = named.length > 0 ? named : texts.filter(looksLikePath).flatMap(context.resolve);
    for (const file of targets) context.access(file, 'write');
  }
  const words = [...texts, ...homePaths(source, literals, context.home)].filter(
    (word) => word !== '' && word.length < longestPath && !/[\n<>{}\0]/.test(word),
  );
  for (const text of new Set(words)) {
    context.budget.step();
    for (const file of [...context.resolve(text), ...within(folders, text, context)]) {
      context.access(file, 'read');
      if (
        isBlockDevice(file) &&
        /\b(open|write|w|dd)\b/i.test(source) &&
        /['"]\s*[wa+r]+b?\+?['"]|write/i.test(source)
      ) {
        context.access(file, 'write');
      }
    }
  }
}

/** Folders that the code goes into, so that its relative paths start there. */
function foldersOf(source: string, context: CodeContext): string[] {
  return [...source.matchAll(/\b(chdir|Dir\.chdir|set_current_dir|setwd|os\.Chdir)\s*\(?/g)]
    .slice(0, 16)
    .flatMap((match) => pathsOf(argumentsAt(source, match.index), context));
}

function within(folders: readonly string[], text: string, context: CodeContext): string[] {
  if (/^[/~]/.test(text)) return [];
  return folders.flatMap((folder) => context.resolve(`${folder}/${text}`));
}

/** The home folder within a string: `$ENV{HOME}/x`, `${os.homedir()}/x`, `{Path.home()}/x`. */
const homeInside =
  /\$ENV\{['"]?HOME['"]?\}|\$HOME\b|[#$]?\{\s*(?:Dir\.home|ENV\[['"]HOME['"]\]|(?:os\.)?homedir\(\)|process\.env\.HOME|(?:pathlib\.)?Path\.home\(\)|os\.environ\[['"]HOME['"]\])\s*\}/g;

/** Paths that code may make of the home folder and its strings: one after another, and each. */
function homePaths(source: string, literals: readonly Literal[], home: string): string[] {
  const parts = literals
    .map(({ text }) => text)
    .filter((text) => /^[\w.~/*?-]+$/.test(text) && text !== 'HOME');
  const whole = joined(source, literals);
  if (!homeExpression.test(source)) return whole.filter((text) => /^[/~.]/.test(text));
  const below = (text: string): string => `${home}/${text.replace(/^~?\/+/, '')}`;
  return [
    ...parts.map(below),
    ...whole.map((text) => below(text.replaceAll(' ', '/'))),
    below(parts.join('/')),
  ];
}

/** Paths named in the arguments of a call: string literals, or the home folder as an expression. */
function pathsOf(
  text: string,
  { home, resolve }: Pick<CodeContext, 'home' | 'resolve'>,
  folders: readonly string[] = [],
): string[] {
  // The names of modules are no paths.
  const said = text.replaceAll(/\b(require|import)\s*\(\s*['"][\w@:/.-]+['"]\s*\)/g, 'module');
  const literals = literalsOf(said)
    .map((literal) => literal.text.replace(homeInside, home))
    .filter((word) => !/^([rwax]b?\+?|utf-?8|HOME|recursive|force)$/i.test(word));
  if (homeExpression.test(text)) {
    const rest = literals.filter((word) => word !== '~');
    return [[home, ...rest.map((word) => word.replace(/^~\//, ''))].join('/')];
  }
  return literals.flatMap((word) => [
    ...resolve(word),
    ...(/^[/~]/.test(word) ? [] : folders.flatMap((folder) => resolve(`${folder}/${word}`))),
  ]);
}

function looksLikePath(text: string): boolean {
  return /^(\/|~|\.\.?$|\.\.?\/)[\w.~/ *?-]*$/.test(text) && text.length < longestPath;
}

function opensForWriting(args: string): boolean {
  return /['"]\s*[rb]*[wax+][btx+]*\s*['"]|['"]\s*\+?>|O_(WRONLY|RDWR|CREAT)|\bmode\s*=\s*['"][^'"]*[wax+]/.test(
    args,
  );
}

/** Names that imports give to modules and functions, put back: `import os as o; o.system(…)`. */
function withoutAliases(source: string, language: Language): string {
  if (language !== 'python') return source;
  let text = source;
  for (const [, module_ = '', name = ''] of [
    ...source.matchAll(/\bimport\s+([\w.]+)\s+as\s+(\w+)/g),
  ].slice(0, 16)) {
    text = text.replaceAll(new RegExp(String.raw`(?<![\w.'"])${name}(?=\s*\.)`, 'g'), module_);
  }
  for (const [, module_ = '', list = ''] of [
    ...source.matchAll(/\bfrom\s+([\w.]+)\s+import\s+\(?([\w\s,]+)/g),
  ].slice(0, 16)) {
    for (const entry of list.split(',').slice(0, 32)) {
      const [, original, name] = /^\s*(\w+)(?:\s+as\s+(\w+))?\s*$/.exec(entry) ?? [];
      if (original === undefined) continue;
      text = text.replaceAll(
        new RegExp(String.raw`(?<![\w.'"])${name ?? original}(?=\s*\()`, 'g'),
        `${module_}.${original}`,
      );
    }
  }
  return text;
}
