import { z } from 'zod';
import type { ReadText } from '../../../documents/text/read-text.ts';
import {
  encodeText,
  UnencodableError,
  utf8,
  type DecodedText,
} from '../../../documents/text/text-encoding.ts';
import type { KeyedMutex } from '../../../system/locks/keyed-mutex.ts';
import { visibleName } from '../../../system/files/look-alikes.ts';
import { isMissing } from '../../../system/files/paths.ts';
import { readRegularFile } from '../../../system/files/read-regular-file.ts';
import type { CheckRealPath } from '../../../system/files/real-path.ts';
import { writeAtomically } from '../../../system/files/write-atomically.ts';
import { defineTool, toolError, type Tool } from '../../tool.ts';
import { fileError } from './file-error.ts';
import {
  describeEncoding,
  unencodableMessage,
  usesReturns,
  withLineEndsOf,
  writtenProblem,
} from './written-text.ts';

export interface WriteFileParts {
  /** Edits of one file wait for each other. */
  edits: KeyedMutex;
  readText: ReadText;
}

/** A file that is replaced keeps encoding and line ends up to this size, in bytes. */
const mostBytes = 20 * 1024 * 1024;

const parameters = z.object({
  path: z.string().min(1).describe('The file: absolute, from ~, or relative to the workspace.'),
  content: z.string().describe('The whole new content.'),
});

const description = `Write a file: make it, or replace all it holds. Missing folders are made. To change a part of a file, use patch.`;

/** Writes whole files. One that is there keeps its encoding and its line ends. */
export function createWriteFileTool({ edits, readText }: WriteFileParts): Tool<typeof parameters> {
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
        const { real, disk, looksAlike } = await paths.locate(path);
        return await edits.run(disk, async () => {
          const before = await readBefore(disk, check, (bytes) => readText(bytes, signal));
          const problem = writtenProblem(content, before?.text ?? '');
          if (problem !== undefined) return toolError(`${real} was not written. ${problem}`);
          const bytes = await encoded(content, before);
          await writeAtomically(disk, bytes, check);
          const lines = countLines(content);
          const output = `Wrote ${bytes.length} bytes, ${lines} lines, to ${looksAlike ? visibleName(real) : real}${asBefore(before)}.`;
          return { output };
        });
      } catch (error) {
        const shown = paths.absolute(path);
        if (error instanceof UnencodableError) {
          return toolError(`Nothing was written. ${unencodableMessage(shown, error)}`);
        }
        return fileError(error, shown);
      }
    },
  });
}

/** The text of the file that is replaced; undefined where there is none. */
async function readBefore(
  disk: string,
  check: CheckRealPath,
  decode: (bytes: Buffer) => Promise<DecodedText | undefined>,
): Promise<DecodedText | undefined> {
  const isWanted = (found: string): boolean => {
    check(found);
    return true;
  };
  try {
    const bytes = await readRegularFile(disk, mostBytes + 1, isWanted);
    return bytes && bytes.length <= mostBytes ? await decode(bytes) : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What it means that it cannot be read, writing says.
    if (isMissing(error) || ['EACCES', 'EISDIR', 'ENXIO'].includes(code ?? '')) return undefined;
    throw error;
  }
}

async function encoded(content: string, before: DecodedText | undefined): Promise<Buffer> {
  if (!before || before.damaged) return encodeText(content, utf8);
  return encodeText(withLineEndsOf(before.text, content), before.encoding);
}

/** What was kept of the file that was replaced. */
function asBefore(before: DecodedText | undefined): string {
  if (!before || before.damaged) return '';
  const kept = [describeEncoding(before), usesReturns(before.text) && 'CRLF line ends'];
  const told = kept.filter(Boolean);
  return told.length > 0 ? ` (${told.join(', ')}, as before)` : '';
}

function countLines(content: string): number {
  if (content === '') return 0;
  return content.split('\n').length - (content.endsWith('\n') ? 1 : 0);
}
