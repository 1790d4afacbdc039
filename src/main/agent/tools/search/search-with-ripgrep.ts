import { isUtf8 } from 'node:buffer';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Confinement } from '../../confinement/confinement.ts';
import {
  ignoredFolders,
  longestFinding,
  nameGlob,
  searchTimeoutMs,
  type Finding,
  type SearchEngine,
  type SearchRequest,
} from './search.ts';

/** Where an app started from the Dock does not look, and Homebrew installs. */
const macFolders = ['/opt/homebrew/bin', '/usr/local/bin'];
/** Kept of what ripgrep says went wrong, in characters. */
const longestComplaint = 2_000;

/** Absolute path of an installed ripgrep; undefined when there is none. */
export async function findRipgrep(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<string | undefined> {
  const name = platform === 'win32' ? 'rg.exe' : 'rg';
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(path.delimiter);
  for (const folder of platform === 'darwin' ? [...folders, ...macFolders] : folders) {
    const file = path.join(folder, name);
    if (path.isAbsolute(file) && (await isExecutable(file))) return file;
  }
  return undefined;
}

export interface RipgrepParts {
  enclose: Confinement['enclose'];
  /** The environment of commands. */
  environment: Record<string, string>;
}

/** Searches with ripgrep, in a process of its own. It knows no patterns that take for ever. */
export function searchWithRipgrep(
  program: string,
  { enclose, environment }: RipgrepParts,
  timeoutMs = searchTimeoutMs,
): SearchEngine {
  return async (request, onFindings, signal) => {
    signal.throwIfAborted();
    const isFolder = (await stat(request.disk ?? request.root)).isDirectory();
    const folder = isFolder ? request.root : path.dirname(request.root);
    const enclosed = await enclose(
      {
        file: program,
        args: ripgrepArguments(request, isFolder),
        cwd: folder,
        environment,
      },
      request.enclosure,
    );
    const child = spawn(enclosed.file, enclosed.args, {
      cwd: enclosed.cwd,
      env: enclosed.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      signal,
      killSignal: 'SIGKILL',
      timeout: timeoutMs,
    });
    const closed = once(child, 'close') as Promise<[number | null]>;
    let complaint = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      if (complaint.length < longestComplaint) complaint += text;
    });
    let enough = false;
    // One character a byte: what is not UTF-8 must not be lost.
    child.stdout.setEncoding('latin1');
    const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
    lines.on('line', (line) => {
      const finding = enough ? undefined : toFinding(line, folder, request);
      if (!finding || onFindings([finding])) return;
      enough = true;
      child.kill('SIGKILL');
    });
    try {
      const [code] = await closed;
      if (enough) return {};
      if (child.killed) return { tookTooLong: true };
      // 2 is also said when single files could not be read, but then without a word.
      if (code === 2 && complaint !== '') return { problem: complaint.trim() };
      return {};
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      lines.close();
      await enclosed.release();
    }
  };
}

function ripgrepArguments(request: SearchRequest, isFolder: boolean): string[] {
  const common = [
    '--no-config',
    '--no-messages',
    '--color=never',
    '--hidden',
    '--no-require-git',
    '--sort=path',
    ...ignoredFolders.map((name) => `--glob=!${name}`),
  ];
  const root = isFolder ? '.' : path.basename(request.root);
  if (request.target === 'files')
    return [...common, '--files', ...only(request.pattern), '--', root];
  return [
    ...common,
    '--null',
    '--line-number',
    '--with-filename',
    '--no-heading',
    `--max-columns=${4 * longestFinding}`,
    '--max-columns-preview',
    `--context=${request.context}`,
    ...(request.glob === undefined ? [] : only(request.glob)),
    `--regexp=${request.pattern}`,
    '--',
    root,
  ];
}

/**
 * Restricts the search to names that fit. A file type does this without a side effect; a glob, which
 * can also speak of folders, makes ripgrep forget what is ignored.
 */
function only(pattern: string): string[] {
  const glob = nameGlob(pattern);
  return glob.includes('/') ? [`--glob=/${glob}`] : [`--type-add=wanted:${glob}`, '--type=wanted'];
}

/** "path NUL number : text" for a match, "path NUL number - text" for context. */
function toFinding(output: string, folder: string, { target }: SearchRequest): Finding | undefined {
  if (target === 'files')
    return { file: path.join(folder, decode(output).text), line: 0, text: '', match: true };
  const nul = output.indexOf('\0');
  const parts = /^(\d+)([:-])/.exec(output.slice(nul + 1, nul + 20));
  if (nul === -1 || !parts) return undefined;
  return {
    file: path.join(folder, decode(output.slice(0, nul)).text),
    line: Number(parts[1]),
    ...decode(output.slice(nul + 1 + parts[0].length)),
    match: parts[2] === ':',
  };
}

/** @param latin1 bytes as characters */
function decode(latin1: string): { text: string; undecoded?: true } {
  const bytes = Buffer.from(latin1, 'latin1');
  const text = bytes.toString('utf8');
  return isUtf8(bytes) ? { text } : { text, undecoded: true };
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP'].includes(code ?? '')) return false;
    throw error;
  }
}
