import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/support/count-reporter.ts';

/**
 * `npm run test:clients`: clients as they are published, fetched from their registries and kept in the
 * cache folder. One file after the other: some take gigabytes of memory.
 */
export default defineConfig({
  test: {
    include: ['test/clients/**/*.test.ts'],
    testTimeout: 3 * 60_000,
    // The first time, a hook installs what its file needs.
    hookTimeout: 30 * 60_000,
    pool: 'forks',
    fileParallelism: false,
    // Registries fail now and then; what needed another try is named flaky.
    retry: process.env.CI ? 1 : 0,
    reporters: ['default', new CountReporter()],
  },
});
