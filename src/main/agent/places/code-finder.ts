import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from '../../system/files/paths.ts';
import { gitCode, gitHooks, startsPrograms } from './code-places.ts';
import { isUnder } from './place-table.ts';

/** What makes other programs run code. */
export interface CodePlace {
  /** Absolute; exists, unless it is a folder of hooks that git would look for. */
  path: string;
  /** The folder it counts in: a workspace, the tree of a repository. */
  pinnedFrom: string;
  /** The git folder it belongs to. */
  git?: string;
}

/** Folders below the workspace that are looked into at most, those nearest to it first. */
const mostFolders = 1_500;
/** Modules of a git folder that have slashes in their names: folders in one another at most. */
const deepestModule = 8;
/** What others made: large, and seldom what the person opens or enters. Looked into last. */
const passedOver =
  /^(objects|node_modules|bower_components|vendor|target|dist|build|out|venv|\.venv|env|\.tox|__pycache__|\.cache|\.next|\.nuxt|\.gradle|Pods)$/;
const longestConfig = 256 * 1024;
/** A change within the grain of a file system's clock may not show, in milliseconds. */
const clockGrainMs = 20;

/** What was read of a folder or a file, and when it had changed by then. */
interface Known<Value> {
  changedAt: number;
  value: Value;
}

interface Entry {
  name: string;
  isFolder: boolean;
}

/**
 * Finds what in a workspace makes other programs run code ({@link startsPrograms}), and the parts of
 * its git folders that do ({@link gitCode}). It looks anew only into folders that have changed.
 */
export class CodeFinder {
  #folders = new Map<string, Known<readonly Entry[]>>();
  #configs = new Map<string, Known<readonly string[]>>();
  #found: CodePlace[] = [];
  #left = mostFolders;

  /**
   * Synchronous: some 3 µs a folder that has not changed.
   * @param workspace absolute, links followed
   * @returns what is there, and the folders that were looked into
   */
  find(workspace: string): { code: readonly CodePlace[]; folders: ReadonlySet<string> } {
    this.#found = [];
    this.#left = mostFolders;
    const folders = new Set<string>();
    const near = [workspace];
    const last: string[] = [];
    for (let folder = near.shift(); folder !== undefined && this.#left > 0;) {
      folders.add(folder);
      for (const name of this.#look(folder)) {
        (passedOver.test(name) ? last : near).push(path.join(folder, name));
      }
      folder = near.shift() ?? last.shift();
    }
    if (this.#folders.size > 4 * mostFolders) {
      this.#folders.clear();
      this.#configs.clear();
    }
    return { code: this.#found, folders };
  }

  /** Notes what in a folder runs code; gives the names of the folders in it that are still to be looked into. */
  #look(folder: string): string[] {
    const entries = this.#entriesOf(folder);
    const has = (wanted: string): boolean => entries.some(({ name }) => name === wanted);
    // A bare repository: git takes a folder for one as soon as somebody enters it.
    if (has('HEAD') && has('objects') && has('refs')) this.#lookIntoGit(folder, folder);
    const inner: string[] = [];
    for (const { name, isFolder } of entries) {
      const file = path.join(folder, name);
      if (name === '.git') {
        if (isFolder) this.#lookIntoGit(file, folder);
        else this.#found.push({ path: file, pinnedFrom: folder });
      } else if (startsPrograms(name)) this.#found.push({ path: file, pinnedFrom: folder });
      else if (name === '.hg' && isFolder) this.#lookIntoMercurial(file, folder);
      else if (isFolder) inner.push(name);
    }
    return inner;
  }

  #lookIntoMercurial(folder: string, tree: string): void {
    const has = this.#entriesOf(folder).some(({ name }) => name === 'hgrc');
    if (has) this.#found.push({ path: path.join(folder, 'hgrc'), pinnedFrom: tree });
  }

  /** @param tree the folder that is checked out from it; of a bare repository itself */
  #lookIntoGit(git: string, tree: string): void {
    const names = new Set(this.#entriesOf(git).map(({ name }) => name));
    const add = (file: string): unknown => this.#found.push({ path: file, pinnedFrom: tree, git });
    for (const name of gitCode) {
      if (names.has(name) || name === gitHooks) add(path.join(git, name));
    }
    for (const file of this.#programsOf(path.join(git, 'config'), [tree, git])) {
      if (isUnder(tree, file)) add(file);
    }
    for (const kind of ['modules', 'worktrees']) {
      if (names.has(kind)) this.#lookForGit(path.join(git, kind), tree, 0);
    }
  }

  /** Git folders of modules and worktrees; the names of modules may hold slashes. */
  #lookForGit(folder: string, tree: string, depth: number): void {
    for (const { name, isFolder } of this.#entriesOf(folder)) {
      if (!isFolder) continue;
      const inner = path.join(folder, name);
      const isGit = this.#entriesOf(inner).some((entry) => entry.name === 'HEAD');
      if (isGit) this.#lookIntoGit(inner, tree);
      else if (depth < deepestModule) this.#lookForGit(inner, tree, depth + 1);
    }
  }

  #entriesOf(folder: string): readonly Entry[] {
    this.#left -= 1;
    if (this.#left < 0) return [];
    return remembered(this.#folders, folder, () =>
      readdirSync(folder, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        isFolder: entry.isDirectory(),
      })),
    );
  }

  #programsOf(config: string, bases: readonly string[]): readonly string[] {
    return remembered(this.#configs, config, () => programsOfConfig(config, bases));
  }
}

/** What is known of a file or folder, read anew once it has changed; empty where it cannot be read. */
function remembered<Value>(
  all: Map<string, Known<readonly Value[]>>,
  file: string,
  read: () => readonly Value[],
): readonly Value[] {
  const changedAt = lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const known = all.get(file);
  if (known?.changedAt === changedAt && Date.now() - changedAt > clockGrainMs) return known.value;
  let value: readonly Value[] = [];
  try {
    value = read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cannotBeRead = ['EACCES', 'EPERM', 'EISDIR', 'ELOOP'].includes(code ?? '');
    if (!isMissing(error) && !cannotBeRead) throw error;
  }
  all.set(file, { changedAt, value });
  return value;
}

/** Keys of git's configuration whose value is a folder of hooks, or more configuration. */
const namesFile = /^\s*(?:hookspath|path)\s*=\s*"?([^"#;]+)/i;
/** Those whose value is a command. */
const namesProgram =
  /^\s*(?:fsmonitor|sshcommand|editor|pager|external|driver|clean|smudge|process|textconv|command|helper|program|cmd)\s*=\s*(.+)$/i;

/** Existing files and folders that a git configuration runs, includes, or takes hooks from. */
function programsOfConfig(config: string, bases: readonly string[]): string[] {
  const text = readFileSync(config, 'utf8').slice(0, longestConfig);
  const words = text.split('\n').flatMap((line) => {
    const file = namesFile.exec(line)?.[1]?.trim();
    if (file) return [file];
    const command = namesProgram.exec(line)?.[1] ?? '';
    return command.split(/[\s"'`;&|!()]+/).filter((word) => word.includes('/'));
  });
  const files = words.flatMap((word) => bases.map((base) => path.resolve(base, word)));
  return files.filter(
    (file) => !bases.includes(file) && lstatSync(file, { throwIfNoEntry: false }) !== undefined,
  );
}
