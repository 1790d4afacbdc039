import type { ProgramEnvironment } from '../../../system/environment/user-environment.ts';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Confinement } from '../../confinement/confinement.ts';
import { defineTool, toolError, type Tool, type ToolContext, type ToolResult } from '../../tool.ts';
import { fileError } from '../files/file-error.ts';
import { PathMovedError } from '../files/path-moved-error.ts';
import type { ReadText } from '../../../documents/text/read-text.ts';
import { readRegularFile } from '../../../system/files/read-regular-file.ts';
import { isMissing } from '../../../system/files/paths.ts';
import { realPath, type CheckRealPath } from '../../../system/files/real-path.ts';
import { searchInThread } from './search-in-thread.ts';
import { SearchResults } from './search-results.ts';
import { findRipgrep, searchWithRipgrep } from './search-with-ripgrep.ts';
import type { SearchEnd, SearchEngine } from './search.ts';
import { notFoundMessage } from '../files/similar-names.ts';

/** Of a file with lines that are not UTF-8, what is read to show them, in bytes. */
const mostBytes = 20 * 1024 * 1024;

const parameters = z.object({
  pattern: z
    .string()
    .min(1)
    .describe(
      'content: a regular expression. files: a glob ("*.py", "src/**/*.ts") or part of a name.',
    ),
  target: z
    .enum(['content', 'files'])
    .default('content')
    .describe('Search within files, or for files by name.'),
  path: z.string().default('.').describe('Folder or file to search. Default: the workspace.'),
  file_glob: z.string().optional().describe('content: only files whose name fits, such as "*.py".'),
  limit: z.int().min(1).max(1000).default(50).describe('Most results.'),
  offset: z.int().min(0).default(0).describe('Results to pass over.'),
  context: z
    .int()
    .min(0)
    .max(50)
    .default(0)
    .describe('content: lines to show before and after each match.'),
});
type Arguments = z.output<typeof parameters>;

const description = `Search in files by a regular expression, line by line, or find files by name. Answers paths with "line: text" below them, in the order of the paths.
Passed over: binary files, what .gitignore excludes, .git and node_modules (unless path names them).`;

export interface SearchFilesParts {
  /** See {@link createSearchEngine}. */
  engine: SearchEngine;
  readText: ReadText;
}

/** Finds files and lines. */
export function createSearchFilesTool({
  engine,
  readText,
}: SearchFilesParts): Tool<typeof parameters> {
  return defineTool({
    name: 'search_files',
    description,
    parameters,
    summarize: ({ pattern, path }) => (path === '.' ? pattern : `${pattern} in ${path}`),
    assess: (args, { paths }) => paths.assess(args.path, 'read'),
    async execute(args, context) {
      const absolute = context.paths.absolute(args.path);
      try {
        return await search(args, context, { engine, readText });
      } catch (error) {
        context.signal.throwIfAborted();
        if (isMissing(error)) return toolError(await notFoundMessage(absolute));
        return fileError(error, absolute);
      }
    },
  });
}

async function search(
  args: Arguments,
  { paths, allowed, signal, workspace, conversationId }: ToolContext,
  { engine, readText }: SearchFilesParts,
): Promise<ToolResult> {
  const { real: root, disk } = await paths.locate(args.path);
  const check = await paths.hold('read', allowed);
  check(disk);
  const mayShow = await paths.hold('read', new Set());
  // Who was allowed to read this folder of keys was asked; what a search comes by was not.
  const wasAsked = isRefused(mayShow, disk);
  const onDisk = (file: string): string => path.join(disk, path.relative(root, file));
  const isHidden = (file: string): boolean =>
    !wasAsked && file !== root && isRefused(mayShow, onDisk(file));
  const stats = await stat(disk);
  // A pipe or a device has no end, and no thread that reads it can be stopped.
  if (!stats.isFile() && !stats.isDirectory()) {
    return toolError(`${root} is neither a folder nor a regular file.`);
  }
  const results = new SearchResults(args, isHidden);
  const enclosure = { workspace, owner: conversationId, open: wasAsked ? [root] : [] };
  const request = { ...args, root, disk, glob: args.file_glob, enclosure };
  const end = await engine(request, (findings) => results.add(findings), signal);
  // A link put in the way while it ran would have led it elsewhere.
  check(await realPath(disk));
  if (end.problem !== undefined) {
    return toolError(`The pattern cannot be used: ${end.problem}`);
  }
  await results.decode(async (file) => {
    const bytes = await readRegularFile(onDisk(file), mostBytes, (found) => found === onDisk(file));
    const decoded = bytes && (await readText(bytes, signal));
    return decoded?.text.split(/\r?\n/);
  });
  const text = results.render((await paths.folders()).workspace, args.target);
  return { output: [text, ...notesOn(end)].join('\n') };
}

function isRefused(check: CheckRealPath, file: string): boolean {
  try {
    check(file);
    return false;
  } catch (error) {
    if (error instanceof PathMovedError) return true;
    throw error;
  }
}

function notesOn({ tookTooLong, skipped }: SearchEnd): string[] {
  const notes: string[] = [];
  if (tookTooLong) {
    notes.push(
      '[Stopped because it took too long: there may be more. Use a simpler pattern, or a smaller folder]',
    );
  }
  if (skipped) notes.push(`[${skipped} files of more than 20 MiB were not looked into]`);
  return notes;
}

/**
 * ripgrep where it is installed and can find it, else a worker thread.
 * @param workerFile absolute path of the built `search-worker.js`
 */
export function createSearchEngine(
  workerFile: string,
  environment: ProgramEnvironment,
  enclose: Confinement['enclose'],
): SearchEngine {
  const inThread = searchInThread(workerFile);
  let fastest: Promise<SearchEngine> | undefined;
  const choose = async (): Promise<SearchEngine> => {
    const variables = await environment();
    const ripgrep = await findRipgrep(variables, process.platform);
    if (ripgrep === undefined) return inThread;
    return searchWithRipgrep(ripgrep, { enclose, environment: variables });
  };
  return async (request, onFindings, signal) => {
    // ripgrep takes all files for UTF-8: only ASCII stands in other encodings as it does there.
    const isAscii = request.target === 'files' || !/[^\0-\x7f]/.test(request.pattern);
    const engine = isAscii ? await (fastest ??= choose()) : inThread;
    return engine(request, onFindings, signal);
  };
}
