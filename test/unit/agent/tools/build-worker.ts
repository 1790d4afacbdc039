import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';

/** A module that a thread or another process can run. */
export interface BuiltModule {
  /** Absolute path of the file. */
  file: string;
  remove(): Promise<void>;
}

/**
 * Builds a module as the app's build does its workers.
 * @param name path below `src/main/` without its ending
 */
export async function buildWorker(name: string): Promise<BuiltModule> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-worker-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: path.resolve('src/main', `${name}.ts`),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { format: 'es', entryFileNames: '[name].mjs' } },
    },
  });
  return {
    file: path.join(folder, `${path.basename(name)}.mjs`),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
