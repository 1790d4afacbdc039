import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { expect, open, serverUrl, test, useSharedApp } from '../fixtures.ts';

/** As many as the window holds. */
const heldLines = 100_000;
const linesPerRequest = 1_000;
const linesPerSecond = 200;
const watchedSeconds = 20;

const key = 'bench-key-0123456789';
const shared = useSharedApp(() => ({
  env: { API_SERVER_PORT: '0', API_SERVER_KEY: key, HERMES_APPROVALS: 'deny' },
}));

/** A request that leaves so many lines in the log: one for each odd tool, and one for its refusal. */
async function log(url: string, lines: number): Promise<void> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      messages: [{ role: 'user', content: 'hi' }],
      tools: [
        ...Array.from({ length: lines - 1 }, () => ({ type: 'a_tool_of_another_service' })),
        { type: 'function' },
      ],
    }),
  });
  expect(answer.status).toBe(400);
  await answer.text();
}

/** Logs at the pace of a busy host, until the time is over. */
async function keepLogging(url: string, seconds: number): Promise<void> {
  const requestsPerSecond = 10;
  const startedAt = performance.now();
  for (let sent = 0; sent < seconds * requestsPerSecond; sent += 1) {
    const due = startedAt + (1000 * sent) / requestsPerSecond;
    await delay(Math.max(0, due - performance.now()));
    await log(url, linesPerSecond / requestsPerSecond);
  }
}

/** Frames a second that the window draws in the next seconds. */
function framesPerSecond(page: Page, seconds: number): Promise<number> {
  return page.evaluate(
    (milliseconds) =>
      new Promise<number>((resolve) => {
        let frames = -1;
        let startedAt: number;
        const next = (at: number): void => {
          startedAt ??= at;
          frames += 1;
          const passed = at - startedAt;
          if (passed >= milliseconds) resolve((1000 * frames) / passed);
          else requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    seconds * 1000,
  );
}

/** The renderer's heap once nothing is left to collect, in MiB. */
async function heap(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize / 2 ** 20;
}

test('the log window with as many lines as it holds, and more coming', async () => {
  const { page } = shared;
  const url = await serverUrl(page);
  await open(page, 'Streaming');
  const atRest = await framesPerSecond(page, watchedSeconds / 2);

  await open(page, 'Logs');
  for (let lines = 0; lines < heldLines; lines += linesPerRequest) await log(url, linesPerRequest);
  // Somewhat more than it keeps, for it drops many at once.
  await expect(page.getByText(/^10\d,\d{3} lines$/)).toBeVisible({ timeout: 60_000 });
  const full = await heap(page);

  const [whileLogging] = await Promise.all([
    framesPerSecond(page, watchedSeconds),
    keepLogging(url, watchedSeconds),
  ]);
  // As many again: all that the window held makes room.
  for (let lines = 0; lines < heldLines; lines += linesPerRequest) await log(url, linesPerRequest);
  await keepLogging(url, 1);
  const fullTwice = await heap(page);

  const figure = `log window, ${heldLines.toLocaleString('en')} lines, ${linesPerSecond} more a second`;
  const rows = [
    {
      figure: `${figure}: frames, against the window at rest`,
      unit: 'frames/s',
      baseline: atRest,
      value: whileLogging,
      target: { atLeast: 0.98 },
    },
    {
      figure: `${figure}: renderer's heap after as many again`,
      unit: 'MiB',
      baseline: full,
      value: fullTwice,
      target: { atMost: 1.1 },
    },
  ];
  await writeFile(process.env.BENCH_ROWS!, JSON.stringify(rows));
});
