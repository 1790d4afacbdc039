import { defineConfig } from '@playwright/test';

/** What `npm run bench -- log-window` runs in a real Electron. */
export default defineConfig({
  testDir: '../e2e/bench',
  testMatch: 'log-window.ts',
  workers: 1,
  timeout: 300_000,
  reporter: 'line',
  outputDir: '../../test-results/bench',
});
