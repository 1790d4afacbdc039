import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clipboardText, expect, open, serverUrl, test, useSharedApp } from './fixtures.ts';

const shared = useSharedApp(() => ({
  env: { API_SERVER_PORT: '0' },
}));

const rows = () => shared.page.locator('.log-row');

/** Asks for something that is not there, which is logged. */
async function request(path: string): Promise<void> {
  await (await fetch(`${await serverUrl(shared.page)}${path}`)).text();
}

test.beforeAll(async () => {
  await open(shared.page, 'App');
  await shared.page.getByLabel('Log level').selectOption('trace');
});

test('lines show as they are written', async () => {
  const { page } = shared;
  await open(page, 'Logs');
  await request('/v1/first-probe');
  await expect(rows().filter({ hasText: '/v1/first-probe' })).toHaveCount(1);
});

test('the text filter and the level filter narrow them down', async () => {
  const { page } = shared;
  await open(page, 'Logs');
  await request('/v1/second-probe');
  const filter = page.getByLabel('Text filter');
  await filter.fill('SECOND-probe');
  await expect(rows()).toHaveCount(1);
  await expect(page.getByText(/^1 of [\d,]+ lines/)).toBeVisible();
  await page.getByLabel('Level filter').selectOption('error');
  await expect(page.getByText('No line matches')).toBeVisible();
  await page.getByLabel('Level filter').selectOption('trace');
  await filter.fill('');
});

test('a paused log stands still, and catches up', async () => {
  const { page } = shared;
  await open(page, 'Logs');
  await page.getByRole('button', { name: 'Pause' }).click();
  await request('/v1/third-probe');
  await expect(page.getByText('paused')).toBeVisible();
  // The line is in the main process by now; only the window does not show it.
  await expect
    .poll(() => readFile(join(shared.running.dataDir, 'logs', 'hermes-tray.log'), 'utf8'))
    .toContain('/v1/third-probe');
  await expect(rows().filter({ hasText: '/v1/third-probe' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(rows().filter({ hasText: '/v1/third-probe' })).toHaveCount(1);
});

test('lines are copied, and saved to a file', async () => {
  const { page, running } = shared;
  await open(page, 'Logs');
  await page.getByLabel('Text filter').fill('third-probe');
  await page.getByRole('button', { name: 'Copy shown lines' }).click();
  await expect.poll(() => clipboardText(running)).toContain('/v1/third-probe');

  const path = join(running.dataDir, 'saved.log');
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await page.getByRole('button', { name: 'Save…' }).click();
  await expect(page.getByText(`Saved to ${path}`)).toBeVisible();
  expect(await readFile(path, 'utf8')).toContain('/v1/third-probe');
  await page.getByLabel('Text filter').fill('');
});

test('a line opens in full by mouse and by keyboard', async () => {
  const { page } = shared;
  await open(page, 'Logs');
  const detail = page.getByRole('complementary', { name: 'Whole line' });
  await rows().first().click();
  await expect(detail).toBeVisible();
  await detail.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('log').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await expect(detail).toBeVisible();
  const before = await detail.locator('pre').innerText();
  await page.keyboard.press('ArrowUp');
  await expect(detail.locator('pre')).not.toHaveText(before);
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
});

/** Milliseconds that drawing one frame of the list takes while it is scrolled far, the median. */
function frameCost(): Promise<number> {
  return shared.page.evaluate(async () => {
    const list = document.querySelector('[role=log]')!;
    const costs: number[] = [];
    for (let i = 0; i < 120; i += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const began = performance.now();
      list.scrollTop = (i * 7919 * 22) % list.scrollHeight;
      list.dispatchEvent(new Event('scroll'));
      // Preact draws in a microtask; asking for the height makes the browser lay it out at once.
      await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
      void list.getBoundingClientRect().height;
      costs.push(performance.now() - began);
    }
    return costs.toSorted((a, b) => a - b)[60]!;
  });
}

/** Sends lines through the same door as all others: the push of the main process. */
function sendLines(from: number, count: number, thenPerSecond = 0): Promise<void> {
  return shared.running.app.evaluate(
    async ({ BrowserWindow }, [first, total, rate]) => {
      const [window] = BrowserWindow.getAllWindows();
      const line = (id: number) => ({
        id,
        at: Date.now(),
        level: id % 50 === 0 ? 'warn' : 'info',
        source: 'bench',
        text: `line ${id} of a long log with a text of a usual length and some=fields at its=end`,
      });
      let next = first!;
      const send = (lines: number): void => {
        const batch = Array.from({ length: lines }, () => line(next++));
        window?.webContents.send('hermes:push:logs', batch);
      };
      while (next < first! + total!) {
        send(Math.min(5000, first! + total! - next));
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (!rate) return;
      const timer = setInterval(() => send(rate / 10), 100);
      // At the app's end the window goes before the timers do.
      window?.once('closed', () => clearInterval(timer));
    },
    [from, count, thenPerSecond],
  );
}

test('100,000 lines with 200 more a second scroll as smoothly as 1,000', async () => {
  test.setTimeout(180_000);
  const { page } = shared;
  await open(page, 'Logs');
  await sendLines(1_000_000, 1000);
  await expect(page.getByText(/^1,\d{3} lines/)).toBeVisible();
  const few = await frameCost();
  const elementsOfFew = await page.locator('.virtual-list *').count();

  await sendLines(2_000_000, 100_000, 200);
  await expect(page.getByText(/^10\d,\d{3} lines/)).toBeVisible({ timeout: 60_000 });
  const many = await frameCost();
  expect(await page.locator('.virtual-list *').count()).toBeLessThanOrEqual(elementsOfFew * 1.2);
  expect(many).toBeLessThan(Math.max(few * 3, 8));

  await page.getByLabel('Text filter').fill('line 2000050 ');
  await expect(rows()).toHaveCount(1);
  await page.getByLabel('Text filter').fill('');

  // However long it goes on, the window holds no more than so many.
  await sendLines(3_000_000, 100_000);
  await expect(page.getByText(/^10\d,\d{3} lines/)).toBeVisible();
  await page.getByLabel('Text filter').fill('line 2000050 ');
  await expect(page.getByText('No line matches')).toBeVisible();
  console.log(
    `    a frame takes ${few.toFixed(1)} ms with 1,000 lines, ${many.toFixed(1)} ms with 100,000`,
  );
});

test('clearing empties the list, and new lines come again', async () => {
  const { page } = shared;
  await shared.restart();
  await open(shared.page, 'Logs');
  expect(page.isClosed()).toBe(true);
  await expect(rows().first()).toBeVisible();
  await shared.page.getByRole('button', { name: 'Clear' }).click();
  await expect(shared.page.getByText('Nothing logged yet')).toBeVisible();
  await request('/v1/fourth-probe');
  await expect(rows().filter({ hasText: '/v1/fourth-probe' })).toHaveCount(1);
});
