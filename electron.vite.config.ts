import preact from '@preact/preset-vite';
import { defineConfig } from 'electron-vite';

/**
 * Packages that stay outside the bundle: native code, and what is loaded only when it is used.
 * Everything else is bundled, which halves the time to listening.
 */
const external = ['electron', 'libsql', /^@libsql\/(?!client|core|hrana)/, /^playwright-core/];

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: {
          index: 'src/main/index.ts',
          serve: 'src/main/serve.ts',
          'search-worker': 'src/main/agent/tools/search-worker.ts',
        },
        external,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: { rollupOptions: { input: 'src/renderer/index.html' } },
    plugins: [preact()],
  },
});
