import { defineConfig } from '@playwright/test';

/**
 * Takes the pictures in assets/screenshots, of the real app with a scripted model service:
 *
 *   npm run build && npx playwright test -c test/e2e/screenshots/playwright.config.ts
 *
 * Debian packages beside those of the tests: fonts-inter fonts-jetbrains-mono.
 */
export default defineConfig({
  testDir: '.',
  testMatch: 'take.ts',
  workers: 1,
  timeout: 180_000,
  reporter: 'list',
});
