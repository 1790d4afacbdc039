import { createHash } from 'node:crypto';
import path from 'node:path';
import { assessPath } from './assess-path.ts';
import { isInside } from '../../system/files/paths.ts';
import { isCredential, isOwnSecret, type Places } from './places.ts';
import { assessProgram } from './programs/assess-program.ts';
import { actionRules } from './rules/actions.ts';
import { fileAccess } from './rules/files.ts';
import { gitRules } from './rules/git.ts';
import { hardlineRules } from './rules/hardline.ts';
import type { RuleContext } from './rules/rule.ts';
import { globMatches } from './rules/targets.ts';
import type { Observer, SimpleCommand } from './shell/programs/follower.ts';
import { Interpreter } from './shell/interpreter.ts';
import { freshFile, isKnown, readable } from './shell/text.ts';
import { assessWindows } from './windows/assess-windows.ts';
import type { Risk } from '../tool.ts';

/** Where a command would run. */
export interface CommandEnvironment extends Places {
  /** Absolute folder the command starts in. */
  cwd: string;
  /** Variables that earlier commands of the conversation have set. */
  variables?: Readonly<Record<string, string>>;
  /** Processes the agent started itself; ending those needs nobody's word. */
  ownPids: ReadonlySet<number>;
  platform: NodeJS.Platform;
}

const rules = [...hardlineRules, ...gitRules, ...actionRules];

/** Code in code in code: more is not looked into. */
const maxNesting = 4;

/**
 * What is dangerous about a shell command. Nothing: an empty list.
 * The command is parsed and followed, never run and never matched as one string: quoting,
 * variables, pipes, substitutions, functions, further shells, scripts it writes or finds, and code
 * given to other languages. What may be dangerous and cannot be decided needs approval.
 */
export function assessCommand(command: string, environment: CommandEnvironment): Risk[] {
  return unique(
    assess(command, environment, 0).map((risk) =>
      risk.level === 'hardline' ? risk : { ...risk, rule: narrowed(risk.rule, command) },
    ),
  );
}

/** Keys that say all of what they allow: a path. */
const pathKey =
  /^(write-outside|credentials|startup|own-data|device|destroy-folder):[^\uE000\uE001]*$/;
/** Characters of a command in a key; beyond that its digest stands for it. */
const longestInKey = 200;

/** "Always allow this" means this command, and not whatever else would be dangerous in the same way. */
function narrowed(rule: string, command: string): string {
  if (pathKey.test(rule)) return rule;
  if (command.length <= longestInKey) return `${rule} in: ${command}`;
  const digest = createHash('sha256').update(command).digest('hex');
  return `${rule} in: ${command.slice(0, longestInKey)}… (SHA-256 ${digest})`;
}

function assess(command: string, environment: CommandEnvironment, nesting: number): Risk[] {
  const risks: Risk[] = [];
  const interpreter: Interpreter = new Interpreter({
    cwd: environment.cwd,
    home: environment.home,
    variables: {
      HOME: environment.home,
      USER: environment.home.split(/[/\\]/).at(-1) ?? '',
      TMPDIR: '/tmp',
      SHELL: '/bin/sh',
      IFS: ' \t\n',
      // We start the shell, and our own environment is not for the asking.
      PPID: String(process.pid),
      ...environment.variables,
    },
    observer: observe(risks, environment, nesting, (text) => interpreter.resolve(text)),
  });
  interpreter.start(command);
  if (environment.platform !== 'win32') return risks;
  // There the text is PowerShell or cmd as a rule: what a POSIX shell makes of its paths says nothing.
  const portable = risks.filter(({ rule }) => !/^(undecided|write-outside|own-data):/.test(rule));
  return [...assessWindows(command, environment), ...portable];
}

function observe(
  risks: Risk[],
  environment: CommandEnvironment,
  nesting: number,
  resolve: (text: string) => string[],
): Observer {
  const context: RuleContext = {
    places: environment,
    ownPids: environment.ownPids,
    resolve,
  };
  const access = (file: string, kind: 'read' | 'write'): void => {
    risks.push(...assessAccess(file, kind, environment));
  };
  return {
    command(command) {
      for (const { name, level, reason, hits } of rules) {
        for (const hit of hits(command, context)) {
          risks.push({ level, reason, rule: `${name}:${readable(hit)}` });
        }
      }
      assessFiles(command, context, risks);
    },
    access,
    program(language, source, inline) {
      if (nesting >= maxNesting) return;
      const found = assessProgram(language, source, inline, {
        home: environment.home,
        resolve,
        assessShell: (code) =>
          assess(code, environment, nesting + 1).filter(
            // Not every string of a program is a command: what cannot be read as one is none.
            ({ rule }) => !/^(undecided|write-outside):/.test(rule),
          ),
        assessPath: (file, kind) => assessAccess(file, kind, environment),
      });
      risks.push(...found);
    },
    windowsCode: (code) => risks.push(...assessWindows(code, environment)),
    risk: (risk) => risks.push(risk),
  };
}

function assessFiles(command: SimpleCommand, context: RuleContext, risks: Risk[]): void {
  const { reads, writes, readsAllOf } = fileAccess(command);
  for (const file of writes.flatMap(context.resolve)) {
    risks.push(...assessAccess(file, 'write', context.places));
  }
  for (const file of reads.flatMap(context.resolve)) {
    // The names of files are no secret, wherever they are.
    if (looksOnly.test(command.name) && !isKnown(file)) continue;
    risks.push(...assessAccess(file, 'read', context.places));
  }
  const { home, dataDir } = context.places;
  for (const folder of readsAllOf.flatMap(context.resolve)) {
    if (isInside(folder, home) || isInside(folder, dataDir)) {
      const reason = `reads all of ${folder}, keys and passwords included`;
      risks.push({ level: 'approval', reason, rule: `credentials:${folder}` });
    }
  }
}

/** Programs that show that files are there, and not what is in them. */
const looksOnly = /^(ls|stat|du|tree|file|find|fd)$/;

/** Names a pattern in a path may stand for, if they hold keys. */
const credentialNames = [
  '.env',
  '.ssh',
  '.aws',
  '.gnupg',
  '.netrc',
  '.npmrc',
  'id_rsa',
  'id_ed25519',
  '.kube',
  '.git-credentials',
  '.env.local',
  '.env.production',
  'secrets.json',
];

function assessAccess(file: string, access: 'read' | 'write', places: Places): Risk[] {
  if (file.includes(freshFile)) return [];
  if (/^[\uE000\uE001]/.test(file)) {
    if (access === 'read') return [];
    const reason = 'writes to a place that is only known at run time';
    return [{ level: 'approval', reason, rule: `undecided:${readable(file)}` }];
  }
  const names = file.split('/');
  const ownFolder = places.dataDir.split('/');
  if (names.length >= ownFolder.length && /[*?[]/.test(file)) {
    const leadsThere = ownFolder.every((name, at) => globMatches(names[at]!, name));
    if (leadsThere) {
      return assessPath([...ownFolder, ...names.slice(ownFolder.length)].join('/'), access, places);
    }
  }
  if (access === 'read' && mayBeAnyKey(file, places)) {
    const reason = 'may read files that hold keys or passwords';
    return [{ level: 'approval', reason, rule: `credentials:${readable(file)}` }];
  }
  const pattern = names.findIndex(
    (name) => /[*?[]/.test(name) && name.length > 1 && !name.startsWith('*'),
  );
  if (pattern >= 0) {
    const match = credentialNames.find((name) => globMatches(names[pattern]!, name));
    if (match) {
      const possible = [...names.slice(0, pattern), match, ...names.slice(pattern + 1)].join('/');
      if (isCredential(possible)) return assessPath(possible, access, places);
    }
  }
  if (access === 'read' && !isCredential(file) && !isOwnSecret(file, places)) return [];
  return assessPath(file, access, places);
}

/** Whether the unknown part of a path may lead to keys: `~/…`, where `find` may have found anything. */
function mayBeAnyKey(file: string, { home, dataDir }: Places): boolean {
  const at = file.search(/[\uE000\uE001]/);
  if (at < 0) return false;
  const folder = path.dirname(`${file.slice(0, at)}x`);
  if (!isInside(folder, home) && !isInside(folder, dataDir)) return false;
  const name = path.basename(file);
  return !isKnown(name) || credentialNames.some((secret) => globMatches(name, secret));
}

function unique(risks: readonly Risk[]): Risk[] {
  const seen = new Map<string, Risk>();
  for (const risk of risks) if (!seen.has(risk.rule)) seen.set(risk.rule, risk);
  return [...seen.values()];
}
