import { readdirSync } from 'node:fs';
import path from 'node:path';
import preact from '@preact/preset-vite';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/**
 * Packages that stay outside the bundle: native code, and what must find files beside itself.
 * Everything else is bundled, which halves the time to listening.
 */
const external = [
  'electron',
  'libsql',
  /^@libsql\/(?!client|core|hrana|isomorphic)/,
  /^playwright-core/,
];

/** Each `…-worker.ts` is an entry of its own: `store-worker` is built to `out/main/store-worker.js`. */
const workers = readdirSync('src/main', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('-worker.ts'))
  .map((file) => [path.basename(file, '.ts'), path.join('src/main', file)]);

/** The development server puts styles inline; the built page keeps its content security policy. */
const withoutPolicyWhileDeveloping: Plugin = {
  name: 'without-policy-while-developing',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
};

export default defineConfig({
  main: {
    // Its build for Node declares a `require` of its own, which a bundle has already.
    resolve: { alias: [{ find: /^fflate$/, replacement: 'fflate/browser' }] },
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: {
          index: 'src/main/index.ts',
          serve: 'src/main/serve.ts',
          ...Object.fromEntries(workers),
        },
        external,
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
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
    build: { minify: true, rollupOptions: { input: path.resolve('src/renderer/index.html') } },
    plugins: [preact(), withoutPolicyWhileDeveloping],
  },
});
