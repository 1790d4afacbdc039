import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { build } from 'vite';

/**
 * Builds a module as the app's build does its workers; gives the path of the result, which is gone
 * after the tests of the file. For `beforeAll`.
 * @param name file name without its ending, in `src/main/agent/tools/`
 */
export async function buildWorker(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-worker-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: path.resolve('src/main/agent/tools', `${name}.ts`),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { format: 'es', entryFileNames: '[name].mjs' } },
    },
  });
  return path.join(folder, `${name}.mjs`);
}
