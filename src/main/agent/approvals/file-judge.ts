import { lstatSync, statSync } from 'node:fs';
import path from 'node:path';
import { isInside } from '../../system/files/paths.ts';
import { assessPath } from './assess-path.ts';
import type { CommandEnvironment } from './command-environment.ts';
import type { Findings } from './findings.ts';
import { isCredential, isOwnSecret, isSecretPlace, isTemporary } from '../places/file-kinds.ts';
import { protectedPlace } from './protected-places.ts';
import type { Call, Program } from './programs/row/program.ts';
import { globMatches, isPattern, pathMatches } from './shell/words/globs.ts';
import type { CommandContext } from './shell/observer.ts';
import { freshFile, isKnown, readable } from './shell/words/text.ts';

/** Names a pattern in a path may stand for, if they hold keys. */
const credentialNames = [
  '.env',
  '.env.local',
  '.env.production',
  '.ssh',
  '.aws',
  '.azure',
  '.gnupg',
  '.kube',
  '.netrc',
  '.npmrc',
  '.pypirc',
  '.pgpass',
  '.docker/config.json',
  '.password-store',
  '.git-credentials',
  '.mozilla/firefox',
  'id_rsa',
  'id_ed25519',
  'id_ecdsa',
  'secrets.json',
  'credentials',
  'credentials.json',
  'shadow',
];

/** What of our data folder nobody may see, as samples of its files. */
const ownFiles = ['', 'config.json', 'secrets.json', 'hermes.db', 'logs/hermes.log'];

/** Folders and files that tools make again, by their names. */
const generated =
  /^(node_modules|bower_components|dist|build|out|output|target|_build|bin|obj|coverage|htmlcov|__pycache__|\.(next|nuxt|cache|parcel-cache|turbo|pytest_cache|mypy_cache|ruff_cache|tox|nox|nyc_output|gradle|svelte-kit|angular|output|vite|eggs|ipynb_checkpoints|venv|dart_tool|terraform|serverless|docusaurus|vercel|netlify|sass-cache|eslintcache|DS_Store)|venv|env|tmp|temp|cache|site|public|lib|logs?|.*\.(egg-info|o|pyc|log|tmp|class|cache|bak|swp)|DerivedData|Pods|cmake-build.*)$/;

/** Names of files that are emptied every day. */
const oftenEmptied =
  /(^|\/)(nohup\.out|.*\.(log|tmp|out|err|pid|lock|cache|txt\.tmp)|log|output|stdout|stderr)$/i;

/** Judges which files and folders the programs of a command read, write and delete. */
export class FileJudge {
  /** Whether anything that may hold keys is read. */
  readSecrets = false;
  readonly #findings: Findings;
  readonly #environment: CommandEnvironment;

  constructor(findings: Findings, environment: CommandEnvironment) {
    this.#findings = findings;
    this.#environment = environment;
  }

  /** Whether a script at this path may be another's than the person's: then it is read before it runs. */
  isReadable(file: string): boolean {
    const { workspace } = this.#environment;
    return isInside(workspace, file) || isTemporary(file) || file.startsWith('/elsewhere/');
  }

  /** All that a program does with the files that its words name. */
  judge(call: Call, row: Program | undefined, place: CommandContext): void {
    const { args, follower } = call;
    const resolve = (words: readonly string[] = []): string[] =>
      words.slice(0, 256).flatMap((word) => follower.resolve(word));
    const writes = row ? (row.writes?.(args) ?? []) : outputs(args, call);
    const written = new Set(writes);
    const reads = row?.reads?.(args) ?? args.filter((word) => !written.has(word)).flatMap(pathsIn);
    for (const file of resolve(writes)) this.access(file, 'write', place);
    for (const file of resolve(reads)) this.#read(file, place, row);
    if (!row?.reads || row.sends) this.#mentioned(args, writes, place, follower, row);
    for (const folder of resolve(row?.readsAll?.(args))) this.#readsAll(folder, args, place);
    this.deletes(resolve(row?.deletes?.(args)), place);
    for (const folder of resolve(row?.changesAll?.(args))) this.#changesAll(folder, place);
    this.#moves(resolve(row?.moves?.(args)), resolve(writes.slice(-1)), place);
    for (const file of resolve(row?.empties?.(args))) {
      this.emptied(file, place, follower.files.written(file) !== undefined);
    }
  }

  /** A file of this absolute path is read or written; its unknown parts may be anything. */
  access(file: string, access: 'read' | 'write', place: CommandContext): void {
    if (file.includes(freshFile)) return;
    const reached = this.#ownFileAt(file);
    if (reached !== undefined) {
      this.#findings.add('own-data', place, `${access}s ${reached}`);
      return;
    }
    if (!isKnown(file.charAt(0))) {
      if (access === 'write' && !place.supposed) {
        this.#findings.add(
          'undecided',
          place,
          undefined,
          'writes to a place that is only known at run time',
        );
      }
      return;
    }
    if (access === 'read') {
      if (this.#mayHoldKeys(file)) this.#credentials(file, access, place);
      return;
    }
    for (const { rule, reason, what } of assessPath(file, access, this.#environment)) {
      this.#findings.add(rule, place, what, reason);
    }
    if (isPattern(file) && this.#mayHoldKeys(file)) this.#credentials(file, access, place);
  }

  /** Folders are deleted with all they hold. */
  deletes(folders: readonly string[], place: CommandContext): void {
    const { wall, workspace } = this.#environment;
    const deleted: string[] = [];
    for (const folder of folders) {
      if (folder.includes(freshFile) || this.#isWhole(folder, place)) continue;
      const outside = isKnown(folder) && !isInside(workspace, folder);
      if (wall && outside) continue;
      // What a project's own scripts make again and again is no work of anybody.
      if (
        wall &&
        place.origin === 'project' &&
        (!isKnown(folder) || generated.test(path.posix.basename(folder)))
      )
        continue;
      deleted.push(folder);
    }
    if (deleted.length > 0)
      this.#findings.add('recursive-delete', place, `deletes ${deleted.slice(0, 8).join(', ')}`);
  }

  /** A file is left empty. */
  emptied(file: string, place: CommandContext, written: boolean): void {
    if (written || file.includes(freshFile) || oftenEmptied.test(file) || file.startsWith('/dev/'))
      return;
    if (isKnown(file) && !isPattern(file)) {
      if (!isInside(this.#environment.workspace, file) || sizeOf(file) === 0) return;
    }
    if (place.origin === 'project' || place.supposed) return;
    this.#findings.add('empty-file', place, `empties ${file}`);
  }

  #read(file: string, place: CommandContext, row: Program | undefined): void {
    // The names of files are no secret, wherever they are.
    if (row?.looksOnly && (!isKnown(file) || isPattern(file) || isCredential(file))) return;
    this.access(file, 'read', place);
  }

  /** Paths within words: a script of sed, a query, an option with a value of its own kind. */
  #mentioned(
    args: readonly string[],
    writes: readonly string[],
    place: CommandContext,
    follower: Call['follower'],
    row: Program | undefined,
  ): void {
    if (row?.looksOnly) return;
    for (const word of args) {
      if (word.length > 2_000 || writes.includes(word)) continue;
      for (const [part] of word.matchAll(/(?:~|\.\.?)?\/[\w./*?[\]~@+-]{3,200}/g)) {
        for (const file of follower.resolve(part)) {
          if (isCredential(file) || this.#ownFileAt(file) !== undefined)
            this.access(file, 'read', place);
        }
      }
    }
  }

  #readsAll(folder: string, args: readonly string[], place: CommandContext): void {
    const { home, dataDir } = this.#environment;
    const ancestor = this.#ancestorOfOwn(folder);
    if (ancestor !== undefined && !leavesOut(args, path.posix.relative(ancestor, dataDir))) {
      this.#findings.add(
        'own-data',
        place,
        `reads all of ${folder}`,
        "reads Hermes Tray's own keys, settings or records along with the rest; leave that folder out",
      );
      return;
    }
    const all =
      isKnown(folder) && !isPattern(folder)
        ? isInside(folder, home)
        : isInside(knownPart(folder), home);
    if (all || isCredential(folder))
      this.#credentials(folder, 'read', place, `reads all of ${folder}`);
  }

  #changesAll(folder: string, place: CommandContext): void {
    if (this.#isWhole(folder, place)) return;
    this.#findings.add('recursive-permissions', place, `changes ${folder}`);
  }

  #moves(sources: readonly string[], targets: readonly string[], place: CommandContext): void {
    const { workspace } = this.#environment;
    for (const source of sources) {
      if (this.#isWhole(source, place)) continue;
      const leaves = targets.some(
        (target) => isKnown(target) && !isInside(workspace, target) && !target.includes(freshFile),
      );
      if (isInside(workspace, source) && isKnown(source) && leaves) {
        this.#findings.add('move-away', place, `moves ${source}`);
      }
      if (/(^|\/)\.git$/.test(source)) this.#findings.add('git-discard', place, `moves ${source}`);
    }
  }

  /** Notes where the root, a system folder, the home or our own data folder would go as a whole. */
  #isWhole(folder: string, place: CommandContext): boolean {
    const hit = protectedPlace(folder, this.#environment);
    if (hit !== undefined) {
      this.#findings.add('destroy-folder', place, hit);
      return true;
    }
    if (this.#ancestorOfOwn(folder) === undefined && this.#ownFileAt(folder) === undefined)
      return false;
    this.#findings.add('own-data', place, `deletes or moves ${folder}`);
    return true;
  }

  #credentials(file: string, access: 'read' | 'write', place: CommandContext, what?: string): void {
    if (access === 'read') this.readSecrets = true;
    this.#findings.add(
      'credentials',
      place,
      what ?? `${access}s ${file}`,
      `touches ${readable(file)}, which may hold keys or passwords`,
    );
  }

  /** The file of ours that a path leads to, patterns included; undefined for every other path. */
  #ownFileAt(file: string): string | undefined {
    const { dataDir } = this.#environment;
    if (!isPattern(file))
      return isKnown(file) && isOwnSecret(file, this.#environment) ? file : undefined;
    if (!isKnown(file)) return undefined;
    return ownFiles
      .map((name) => path.posix.join(dataDir, name).replace(/\/$/, ''))
      .find((own) => isOwnSecret(own, this.#environment) && pathMatches(file, own));
  }

  /** The folder that a path or a pattern names, if our data folder lies in it. */
  #ancestorOfOwn(folder: string): string | undefined {
    const { dataDir } = this.#environment;
    if (!isKnown(folder)) return undefined;
    for (let at = dataDir; ; at = path.posix.dirname(at)) {
      if (pathMatches(folder.replace(/\/\.?$/, '') || '/', at)) return at;
      if (at === path.posix.dirname(at)) return undefined;
    }
  }

  /** Whether a path is, or by its patterns and unknown parts may be, a file that holds keys. */
  #mayHoldKeys(file: string): boolean {
    if (isKnown(file) && !isPattern(file)) {
      return isCredential(file) || isSecretPlace(file, this.#environment.home);
    }
    if (isCredential(file)) return true;
    const { home, dataDir } = this.#environment;
    const parts = file.split('/');
    const open = parts.findIndex((part) => !isKnown(part) || isPattern(part));
    const before = parts.slice(0, open).join('/') || '/';
    const part = parts[open] ?? '';
    const rest = parts.slice(open + 1).join('/');
    if (isKnown(part) && part !== '**' && !part.startsWith('*')) {
      return credentialNames.some(
        (name) =>
          globMatches(part, name.split('/')[0]!) &&
          (isCredential(`${before}/${name}`) || isCredential(`${before}/${name}/${rest}`)),
      );
    }
    // Anything below a home, `find` may have found it: only a name that cannot be one of these is free.
    if (!isInside(before, home) && !isInside(before, dataDir)) return false;
    if (isKnown(part) && part !== '**') return false;
    const name = path.posix.basename(file);
    return (
      !isKnown(name) ||
      name === '**' ||
      name === '*' ||
      credentialNames.some((secret) => globMatches(name, secret))
    );
  }
}

/** Whether options leave a folder out of what is read: by its name, or by that of one above it. */
function leavesOut(args: readonly string[], below: string): boolean {
  const names = below.split('/').filter((name) => name !== '');
  return args.some((word, at) => {
    const value =
      /^--?(?:exclude|exclude-dir|ignore|ignore-dir|glob|iglob|g|not-path|prune)=?(.*)$/.exec(
        word,
      )?.[1];
    if (value === undefined) return false;
    const pattern =
      (value === '' ? (args[at + 1] ?? '') : value)
        .replace(/^!/, '')
        .replace(/^\.?\/?|\/?\**$/g, '')
        .split('/')
        .at(-1) ?? '';
    return pattern !== '' && names.some((name) => globMatches(pattern, name));
  });
}

/** The folder up to the first part that is not known. */
function knownPart(folder: string): string {
  const parts = folder.split('/');
  const open = parts.findIndex((part) => !isKnown(part) || isPattern(part));
  return (open < 0 ? parts : parts.slice(0, open)).join('/') || '/';
}

function sizeOf(file: string): number {
  try {
    const found = statSync(file);
    return found.isFile() ? found.size : 0;
  } catch {
    // Not there: then nothing is lost.
    return 0;
  }
}

/** Where a program that nobody knows seems to write: what its options call output, and a last word that is not there yet. */
function outputs(args: readonly string[], { follower }: Call): string[] {
  const named = args.flatMap((word, at) => {
    const value =
      /^(?:-o|--(?:out(?:put|file|dir|-\w+)?|dest\w*|target-dir|save\w*|write\w*|log-?file|to))(?:=(.*))?$/i.exec(
        word,
      );
    if (!value) return [];
    return [value[1] ?? args[at + 1] ?? ''];
  });
  const last = args.at(-1) ?? '';
  const isPath =
    args.length > 1 && /^(\/|~\/|\.\.\/)/.test(last) && isKnown(last) && !isPattern(last);
  const fresh =
    isPath && follower.resolve(last).some((file) => !lstatSync(file, { throwIfNoEntry: false }));
  return [...named, ...(fresh ? [last] : [])].filter((word) => word !== '' && word !== '-');
}

/** The path in a word: `name=@file` of curl, `if=file`, `--option=file`, `-Ifile`. */
function pathsIn(word: string): string[] {
  const value = /^-{0,2}[\w-]+=@?(.+)$/.exec(word)?.[1];
  if (value !== undefined) return [value.split(';')[0]!];
  if (word.startsWith('-')) return /^-\w(?=[~./])(.+)$/.exec(word)?.slice(1) ?? [];
  const plain = word.replace(/^@/, '');
  return /^[\w+.-]+:\/\//.test(plain)
    ? plain.startsWith('file://')
      ? [plain.slice(7)]
      : []
    : [plain];
}
