import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { defineTool, toolError, type Tool, type ToolContext, type ToolResult } from '../../tool.ts';
import { fileError } from './file-error.ts';
import { documentKind, type DocumentKind } from '../../../documents/document-kind.ts';
import { DocumentError } from '../../../documents/formats/document-error.ts';
import type { DocumentText } from '../../../documents/formats/document-to-text.ts';
import type { ReadDocument } from '../../../documents/read-document.ts';
import type { ReadText } from '../../../documents/text/read-text.ts';
import { sniffedBytes, type TextEncoding } from '../../../documents/text/text-encoding.ts';
import { fileKind } from './file-kind.ts';
import { lineWindowOf, readLineWindow, type LineWindow } from './line-window.ts';
import { visibleName } from '../../../system/files/look-alikes.ts';
import { isMissing } from '../../../system/files/paths.ts';
import { realPathOf, type CheckRealPath } from '../../../system/files/real-path.ts';
import { describeEncoding } from './written-text.ts';
import { notFoundMessage } from './similar-names.ts';

/** Largest image handed to the model, in bytes. */
const largestImage = 5 * 1024 * 1024;
/** Largest file read that is not UTF-8: it is decoded as a whole, in bytes. */
const largestOther = 20 * 1024 * 1024;
/** Largest document that text is made of, in bytes. */
const largestDocument = 64 * 1024 * 1024;
/** Characters given at once, whatever the number of lines. */
const longestAnswer = 100_000;

const parameters = z.object({
  path: z.string().min(1).describe('The file: absolute, from ~, or relative to the workspace.'),
  offset: z.int().min(1).default(1).describe('Number of the first line to read, from 1.'),
  limit: z.int().min(1).max(2000).default(500).describe('Most lines to read.'),
});
type Arguments = z.output<typeof parameters>;

const description = `Read a file. Each line comes as LINE_NUMBER|CONTENT, and the last line says when there is more: go on with offset. Lines longer than 2,000 characters are cut.
PDF, Word, Excel, PowerPoint, OpenDocument, EPUB and Jupyter files come as text. PNG, JPEG, GIF and WebP images up to 5 MiB are shown to you. Other binary files are refused.`;

export interface ReadFileParts {
  readText: ReadText;
  readDocument: ReadDocument;
}

/** Reads texts and documents by lines, and images. */
export function createReadFileTool(given: ReadFileParts): Tool<typeof parameters> {
  const parts = { ...given, readDocument: rememberingLatest(given.readDocument) };
  return defineTool({
    name: 'read_file',
    description,
    parameters,
    summarize: ({ path, offset }) => (offset > 1 ? `${path} from line ${offset}` : path),
    assess: (args, { paths }) => paths.assess(args.path, 'read'),
    async execute(args, context) {
      const given = context.paths.absolute(args.path);
      try {
        const { absolute, disk, looksAlike } = await context.paths.locate(args.path);
        const result = await read({ absolute, disk }, args, context, parts);
        if (!looksAlike) return result;
        const note = `[This is ${visibleName(absolute)}, whose name looks like the one given]`;
        return { ...result, output: `${result.output}\n${note}` };
      } catch (error) {
        if (isMissing(error)) {
          const { disk } = await context.paths.locate(args.path);
          return toolError(await notFoundMessage(given, disk));
        }
        return fileError(error, given);
      }
    },
  });
}

async function read(
  { absolute, disk }: { absolute: string; disk: string },
  args: Arguments,
  context: ToolContext,
  parts: ReadFileParts,
): Promise<ToolResult> {
  const check: CheckRealPath = await context.paths.hold('read', context.allowed);
  // Without O_NONBLOCK (which Windows does not have), opening a pipe waits for its other end.
  const file = await open(disk, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    check(await realPathOf(file, disk));
    const stats = await file.stat();
    const refusal = refuse(stats, absolute);
    if (refusal) return toolError(refusal);
    const start = Buffer.alloc(sniffedBytes);
    const { bytesRead } = await file.read(start, 0, sniffedBytes, 0);
    const document = documentKind(start.subarray(0, bytesRead), absolute);
    if (document) return await readWhole(file, document, { absolute, stats }, args, context, parts);
    const kind = fileKind(start.subarray(0, bytesRead));
    switch (kind.kind) {
      case 'binary':
        return toolError(
          `${absolute} is a binary file of ${stats.size} bytes. Use a program for its format, or "file" and "xxd" in the terminal.`,
        );
      case 'image':
        return await readImage(file, kind.type, absolute, stats);
      case 'text':
        return (
          (await readUtf8(file, kind.encoding, args, context)) ??
          (await readOther(file, { absolute, stats }, args, context, parts))
        );
    }
  } finally {
    await file.close();
  }
}

function refuse(stats: Stats, absolute: string): string | undefined {
  if (stats.isDirectory()) {
    return `${absolute} is a folder. List it with search_files: target "files", pattern "*", path "${absolute}".`;
  }
  return stats.isFile()
    ? undefined
    : `${absolute} is no regular file but a device, pipe or socket.`;
}

/** Undefined where it is no UTF-8, or not all of it. */
async function readUtf8(
  file: FileHandle,
  encoding: TextEncoding | 'legacy',
  args: Arguments,
  { signal }: ToolContext,
): Promise<ToolResult | undefined> {
  if (encoding === 'legacy' || encoding.name !== 'UTF-8') return undefined;
  const window = await readLineWindow(file, { first: args.offset, count: args.limit, signal });
  return window && answer(window, args, encoding.bom ? 'UTF-8 with a byte order mark' : undefined);
}

/** A document of a format that is no text. */
async function readWhole(
  file: FileHandle,
  kind: DocumentKind,
  { absolute, stats }: { absolute: string; stats: Stats },
  args: Arguments,
  { signal }: ToolContext,
  { readDocument }: ReadFileParts,
): Promise<ToolResult> {
  if (stats.size > largestDocument) {
    return toolError(`${absolute} is a document of ${stats.size} bytes; the most is 64 MiB.`);
  }
  try {
    const bytes = await bytesOf(file, stats.size);
    const { format, text } = await readDocument({ bytes, kind }, signal);
    return answer(lineWindowOf(text, args.offset, args.limit), args, `${format} as text`);
  } catch (error) {
    if (error instanceof DocumentError) {
      return toolError(`${absolute} cannot be read: ${error.message}.`);
    }
    throw error;
  }
}

async function bytesOf(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await file.read(bytes, 0, size, 0);
  return bytes.subarray(0, bytesRead);
}

async function readOther(
  file: FileHandle,
  { absolute, stats }: { absolute: string; stats: Stats },
  args: Arguments,
  { signal }: ToolContext,
  { readText }: ReadFileParts,
): Promise<ToolResult> {
  if (stats.size > largestOther) {
    return toolError(
      `${absolute} is text of ${stats.size} bytes in another encoding than UTF-8, too much to be converted here. Use iconv in the terminal.`,
    );
  }
  const decoded = await readText(await bytesOf(file, stats.size), signal);
  if (!decoded) return toolError(`${absolute} is a binary file of ${stats.size} bytes.`);
  const window = lineWindowOf(decoded.text, args.offset, args.limit);
  return answer(window, args, describeEncoding(decoded));
}

async function readImage(
  file: FileHandle,
  type: string,
  absolute: string,
  { size }: Stats,
): Promise<ToolResult> {
  if (size > largestImage) {
    return toolError(
      `${absolute} is an image of ${size} bytes; the most is 5 MiB. Make a smaller copy first.`,
    );
  }
  const data = await file.readFile('base64');
  return {
    output: `${absolute}: ${type}, ${size} bytes. The image follows.`,
    images: [{ url: `data:${type};base64,${data}` }],
  };
}

function answer(
  { lines, totalLines }: LineWindow,
  { offset, limit }: Arguments,
  encoding: string | undefined,
): ToolResult {
  const inWhich = encoding === undefined ? '' : `; ${encoding}`;
  if (totalLines === 0) return { output: '[The file is empty]' };
  if (offset > totalLines) {
    return toolError(`The file has ${totalLines} lines; there is no line ${offset}.`);
  }
  let output = '';
  let number = offset;
  for (const line of lines) {
    if (output.length + line.length > longestAnswer) break;
    const text = number === 1 ? line.replace(/^\ufeff/, '') : line;
    output += `${number}|${text}\n`;
    number += 1;
  }
  const last = number - 1;
  if (last >= totalLines)
    return {
      output:
        output + `[End of file: ${totalLines} ${totalLines === 1 ? 'line' : 'lines'}${inWhich}]`,
    };
  const why = last < offset + limit - 1 ? ', as much as is shown at once' : '';
  return {
    output:
      output +
      `[Lines ${offset} to ${last} of ${totalLines}${inWhich}${why}. Go on with offset ${number}]`,
  };
}

/** A document is read window by window: it is taken apart once, as long as it stays the same. */
function rememberingLatest(readDocument: ReadDocument): ReadDocument {
  let latest: { digest: string; document: DocumentText } | undefined;
  return async (job, signal) => {
    const digest = createHash('sha256').update(job.bytes).digest('hex');
    if (latest?.digest !== digest) latest = { digest, document: await readDocument(job, signal) };
    return latest.document;
  };
}
