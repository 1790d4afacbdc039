import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/support/count-reporter.ts';

/** `npm run test:soak`: what takes minutes. One file after the other, so that each has the machine. */
export default defineConfig({
  test: {
    include: ['test/soak/**/*.test.ts'],
    testTimeout: 15 * 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
    reporters: ['default', new CountReporter()],
  },
});
