import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  workers: 1,
  timeout: 60_000,
  // A shared CI machine may stall for seconds; a second try that passes is reported as flaky.
  retries: process.env['CI'] ? 1 : 0,
  reporter: 'list',
  forbidOnly: true,
});
