import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/support/count-reporter.ts';

/** Programs of others, as they are published: they are fetched from their registries. */
export default defineConfig({
  test: {
    include: ['test/real/**/*.test.ts'],
    testTimeout: 5 * 60_000,
    hookTimeout: 5 * 60_000,
    pool: 'forks',
    fileParallelism: false,
    // Registries and downloads of others fail now and then; what needed another try is named flaky.
    retry: process.env.CI ? 2 : 0,
    reporters: ['default', new CountReporter()],
  },
});
