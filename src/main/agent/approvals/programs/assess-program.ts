import type { Risk } from '../../tool.ts';
import { isBlockDevice, isCredential } from '../places.ts';
import { protectedPlace } from '../rules/targets.ts';
import type { Language } from '../shell/programs/follower.ts';
import { argumentsAt, joined, literalsOf, type Literal } from './literals.ts';
import {
  awkOutput,
  decodesCode,
  deletesTree,
  endsProcesses,
  forksForEver,
  runsCode,
  runsCommands,
  writesFiles,
} from './calls.ts';

/** How a program is judged. */
export interface ProgramContext {
  home: string;
  /** Absolute paths of a name in the program. */
  resolve: (text: string) => string[];
  /** The risks of a shell command the program runs. */
  assessShell: (code: string) => Risk[];
  assessPath: (file: string, access: 'read' | 'write') => Risk[];
}

/** Strings of one program that are judged as commands at most. */
const maxCommands = 300;

const homeExpression =
  /Path\.home\(\)|expanduser\(|environ(\.get)?[[(]\s*['"]HOME|getenv\(\s*['"]HOME|homedir\(\)|process\.env(\.HOME|\[['"]HOME)|\$ENV\{['"]?HOME|ENV\[['"]HOME|Dir\.home/;

/**
 * What is dangerous about a program in another language than the shell's: commands it starts,
 * folders it deletes, paths it writes or holds. Its calls are looked at, it is not understood as a
 * whole; code made at run time in inline code needs a person's word.
 * @param inline given on the command line or by a pipe, not a file of the person's project
 */
export function assessProgram(
  language: Language,
  source: string,
  inline: boolean,
  context: ProgramContext,
): Risk[] {
  const literals = literalsOf(source).map((literal) => ({
    ...literal,
    // Perl opens `|command` and `<file`; home folders stand within strings too.
    text: literal.text.replace(homeInside, context.home).replace(/^\s*[<>+|]+\s*|\s*\|\s*$/g, ''),
  }));
  const texts = [...new Set(literals.map(({ text }) => text))];
  const risks: Risk[] = [];
  const approval = (rule: string, reason: string): void => {
    risks.push({ level: 'approval', reason, rule: `${rule}:${language}` });
  };

  if (forksForEver.test(source)) {
    const reason = 'starts itself again and again until the machine stands still (fork bomb)';
    risks.push({ level: 'hardline', reason, rule: `fork-bomb:${language}` });
  }
  if (runsCommands[language].test(source)) {
    const commands = [...new Set([...texts, ...joined(source, literals)])];
    risks.push(...commands.slice(0, maxCommands).flatMap((text) => context.assessShell(text)));
    if (commands.length > maxCommands) {
      approval('undecided', `runs commands from ${language} code that is too long to be judged`);
    }
    if (language === 'applescript') risks.push(...scriptCommands(source, context));
    if (inline && texts.length === 0) {
      approval('undecided', `runs commands from ${language} that are only known at run time`);
    }
  } else if (language === 'applescript') risks.push(...scriptCommands(source, context));

  for (const match of source.matchAll(deletesTree)) {
    const target = argumentsAt(source, match.index);
    const places = pathsOf(target, context);
    const hit = places.flatMap((place) => protectedPlace(place, context) ?? [])[0];
    risks.push(
      hit
        ? {
            level: 'hardline',
            reason: 'destroys the root, a system or the home folder',
            rule: `destroy-folder:${hit}`,
          }
        : {
            level: 'approval',
            reason: 'deletes folders and all they hold',
            rule: `recursive-delete:${target.trim().slice(0, 200)}`,
          },
    );
  }

  for (const [, file = ''] of language === 'awk' ? source.matchAll(awkOutput) : []) {
    risks.push(...context.resolve(file).flatMap((place) => context.assessPath(place, 'write')));
  }
  for (const match of source.matchAll(writesFiles)) {
    const target = argumentsAt(source, match.index);
    if (match[0].startsWith('open') && !opensForWriting(target)) continue;
    const named = pathsOf(target, context);
    // A variable as target: then every path in the program may be the one.
    const targets = named.length > 0 ? named : texts.filter(looksLikePath).flatMap(context.resolve);
    risks.push(...targets.flatMap((file) => context.assessPath(file, 'write')));
  }
  for (const text of [...texts, ...homePaths(source, literals, context.home)].filter(
    (word) => word.length < 500 && !/[\n<>{}]/.test(word),
  )) {
    for (const file of context.resolve(text)) {
      // Judged as read: what is no key of anybody is free to be read.
      if (isCredential(file) || isAbsolutePath(text))
        risks.push(...context.assessPath(file, 'read'));
      if (
        isBlockDevice(file) &&
        /\b(open|write|w)\b/i.test(source) &&
        /['"]\s*[wa+r]+b?\+?['"]|write/i.test(source)
      ) {
        risks.push(...context.assessPath(file, 'write'));
      }
    }
  }
  if (endsProcesses.test(source)) approval('kill', 'ends processes');
  if (inline ? runsCode[language]?.test(source) : decodesCode.test(source)) {
    approval('undecided', `runs ${language} code that is only known at run time`);
  }
  return risks;
}

/** The home folder within a string: `$ENV{HOME}/x`, `${os.homedir()}/x`, `{Path.home()}/x`. */
const homeInside =
  /\$ENV\{['"]?HOME['"]?\}|[#$]?\{\s*(?:Dir\.home|ENV\[['"]HOME['"]\]|(?:os\.)?homedir\(\)|process\.env\.HOME|(?:pathlib\.)?Path\.home\(\))\s*\}/g;

/** Paths that a program may make of the home folder and its strings: one after another, and each. */
function homePaths(source: string, literals: readonly Literal[], home: string): string[] {
  const parts = literals
    .map(({ text }) => text)
    .filter((text) => /^[\w.~/-]+$/.test(text) && text !== 'HOME');
  const whole = joined(source, literals);
  if (!homeExpression.test(source)) return whole.filter((text) => text.startsWith('/'));
  const below = (text: string): string => `${home}/${text.replace(/^~?\/+/, '')}`;
  return [
    ...parts.map(below),
    ...whole.map((text) => below(text.replaceAll(' ', '/'))),
    below(parts.join('/')),
  ];
}

function isAbsolutePath(text: string): boolean {
  return /^[/~][\w./~-]+$/.test(text);
}

function scriptCommands(source: string, context: ProgramContext): Risk[] {
  return /\b(shut ?down|restart|log out)\b/i.test(source)
    ? context.assessShell('shutdown now')
    : /\bempty (the )?trash\b|\bdelete\b/i.test(source)
      ? [{ level: 'approval', reason: 'deletes by a script', rule: 'recursive-delete:osascript' }]
      : [];
}

/** Paths named in the arguments of a call: string literals, or the home folder as an expression. */
function pathsOf(text: string, { home, resolve }: ProgramContext): string[] {
  const literals = literalsOf(text).map((literal) => literal.text);
  const [first] = literals;
  if (homeExpression.test(text)) {
    const rest = literals.filter((word) => !/^(~|HOME|[wax]b?\+?|utf-?8)$/i.test(word));
    return [[home, ...rest.map((word) => word.replace(/^~\//, ''))].join('/')];
  }
  return first === undefined
    ? []
    : literals.filter((word) => !/^[rwax]b?\+?$|^utf-?8$/i.test(word)).flatMap(resolve);
}

function looksLikePath(text: string): boolean {
  return /^(\/|~|\.\.)[\w.~/ -]*$/.test(text);
}

function opensForWriting(args: string): boolean {
  return /['"]\s*[rb]*[wax+][btx+]*\s*['"]|['"]\s*>|O_(WRONLY|RDWR|CREAT)/.test(args);
}
