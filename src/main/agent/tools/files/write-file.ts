import { z } from 'zod';
import { redactedProblem } from '../../text/redacted.ts';
import { defineTool, toolError, type Tool } from '../../tool.ts';
import { fileError } from './file-error.ts';
import type { KeyedMutex } from '../../../system/locks/keyed-mutex.ts';
import { isMissing } from '../../../system/files/paths.ts';
import { readRegularFile } from '../../../system/files/read-regular-file.ts';
import type { CheckRealPath } from '../../../system/files/real-path.ts';
import { writeAtomically } from '../../../system/files/write-atomically.ts';

/** Of a file that is replaced, what is looked at, in bytes. */
const mostBytes = 20 * 1024 * 1024;

const parameters = z.object({
  path: z.string().min(1).describe('The file: absolute, from ~, or relative to the workspace.'),
  content: z.string().describe('The whole new content.'),
});

const description = `Write a file: make it, or replace all it holds. Missing folders are made. To change a part of a file, use patch.
Use this instead of echo or a here-document in the terminal.`;

/** Writes whole files. Edits of one file wait for each other by `edits`. */
export function createWriteFileTool(edits: KeyedMutex): Tool<typeof parameters> {
  return defineTool({
    name: 'write_file',
    description,
    parameters,
    summarize: ({ path, content }) => `${path} (${countLines(content)} lines)`,
    describeAction: ({ path }) => `Write ${path}`,
    assess: (args, { paths }) => paths.assess(args.path, 'write'),
    async execute({ path, content }, { paths, allowed, signal }) {
      signal.throwIfAborted();
      try {
        const check = await paths.hold('write', allowed);
        const { real } = await paths.locate(path);
        const problem = await edits.run(real, () => write(real, content, check));
        if (problem !== undefined) return toolError(`${real} was not written. ${problem}`);
        const bytes = Buffer.byteLength(content);
        return { output: `Wrote ${bytes} bytes, ${countLines(content)} lines, to ${real}.` };
      } catch (error) {
        return fileError(error, paths.absolute(path));
      }
    },
  });
}

/** Writes a file, or says why it must not have this content. */
async function write(
  real: string,
  content: string,
  check: CheckRealPath,
): Promise<string | undefined> {
  // Mostly the file that is replaced need not be read.
  if (redactedProblem(content) !== undefined) {
    const problem = redactedProblem(content, await textBefore(real, check));
    if (problem !== undefined) return problem;
  }
  await writeAtomically(real, content, check);
  return undefined;
}

async function textBefore(real: string, check: CheckRealPath): Promise<string> {
  try {
    const isWanted = (found: string): boolean => {
      check(found);
      return true;
    };
    return (await readRegularFile(real, mostBytes, isWanted))?.toString('utf8') ?? '';
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

function countLines(content: string): number {
  if (content === '') return 0;
  return content.split('\n').length - (content.endsWith('\n') ? 1 : 0);
}
