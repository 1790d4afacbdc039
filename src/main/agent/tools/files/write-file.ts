import { z } from 'zod';
import { defineTool, type Tool } from '../../tool.ts';
import { fileError } from './file-error.ts';
import type { KeyedMutex } from '../../../system/locks/keyed-mutex.ts';
import { writeAtomically } from '../../../system/files/write-atomically.ts';

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
        await edits.run(real, () => writeAtomically(real, content, check));
        const bytes = Buffer.byteLength(content);
        return { output: `Wrote ${bytes} bytes, ${countLines(content)} lines, to ${real}.` };
      } catch (error) {
        return fileError(error, paths.absolute(path));
      }
    },
  });
}

function countLines(content: string): number {
  if (content === '') return 0;
  return content.split('\n').length - (content.endsWith('\n') ? 1 : 0);
}
