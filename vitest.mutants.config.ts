import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/support/count-reporter.ts';

/** `npm run test:mutants`: breaks each promise in turn and sees its test fail; takes an hour. */
export default defineConfig({
  test: {
    include: ['test/mutants/**/*.test.ts'],
    testTimeout: 5 * 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    reporters: ['verbose', new CountReporter()],
  },
});
