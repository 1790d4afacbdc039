import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/support/count-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/http/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
    restoreMocks: true,
    // As the desktop tests do: on a busy machine a failing test is tried once more, and named flaky.
    retry: process.env.CI ? 2 : 0,
    reporters: ['default', new CountReporter()],
  },
});
