import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'vite';

/** The source of each worker thread, by the name of its built file. */
const workers = {
  'extract-worker': 'src/main/agent/tools/web/extract-worker.ts',
  'store-worker': 'src/main/store/database/store-worker.ts',
} as const;

/**
 * Builds worker files from the sources at hand, so that a test never runs a stale one.
 * @returns the folder that holds `<name>.js`, and what removes it again
 */
export async function buildWorkers(
  ...names: (keyof typeof workers)[]
): Promise<{ folder: string; remove: () => Promise<void> }> {
  // Within the project, so that the packages they import are found.
  await mkdir('out', { recursive: true });
  const folder = await mkdtemp(resolve('out/test-workers-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: {
        input: Object.fromEntries(names.map((name) => [name, resolve(workers[name])])),
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
