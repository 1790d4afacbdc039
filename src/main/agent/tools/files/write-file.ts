import { z } from 'zod';
import { defineTool, type Tool } from '../../tool.ts';
import { fileError } from './file-error.ts';
import type { KeyedMutex } from '../../../system/locks/keyed-mutex.ts';
import { guardPaths } from './path-guard.ts';
import { realPath, resolvePath } from '../../../system/files/paths.ts';
import { assessFile, type HostPlaces } from './places.ts';
import { writeAtomically } from '../../../system/files/write-atomically.ts';

const parameters = z.object({
  path: z.string().min(1).describe('The file: absolute, from ~, or relative to the workspace.'),
  content: z.string().describe('The whole new content.'),
});

const description = `Write a file: make it, or replace all it holds. Missing folders are made. To change a part of a file, use patch.
Use this instead of echo or a here-document in the terminal.`;

/** Writes whole files (agent.md, Tools). Edits of one file wait for each other by `edits`. */
export function createWriteFileTool(
  places: HostPlaces,
  edits: KeyedMutex,
): Tool<typeof parameters> {
  return defineTool({
    name: 'write_file',
    description,
    parameters,
    summarize: ({ path, content }) => `${path} (${countLines(content)} lines)`,
    describeAction: ({ path }) => `Write ${path}`,
    assess: (args, context) => assessFile(args.path, 'write', context, places),
    async execute({ path, content }, context) {
      const { workspace, signal } = context;
      signal.throwIfAborted();
      const absolute = resolvePath(path, { workspace, home: places.home });
      try {
        const guard = await guardPaths('write', context, places);
        const target = await edits.run(await realPath(absolute), () =>
          writeAtomically(absolute, content, guard),
        );
        const bytes = Buffer.byteLength(content);
        return { output: `Wrote ${bytes} bytes, ${countLines(content)} lines, to ${target}.` };
      } catch (error) {
        return fileError(error, absolute);
      }
    },
  });
}

function countLines(content: string): number {
  if (content === '') return 0;
  return content.split('\n').length - (content.endsWith('\n') ? 1 : 0);
}
