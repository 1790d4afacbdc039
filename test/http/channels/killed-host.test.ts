import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWriting } from '../../../src/main/channels/delivery/writing.ts';
import { dialectOf } from '../../../src/main/channels/text/dialects.ts';
import type { ChildAnswer, ChildNews, ChildStart } from '../../support/delivery/delivery-child.ts';
import { randomMarkdown, seededRandom } from '../../support/random-markdown.ts';
import { telegramCalls } from '../../support/delivery/telegram-calls.ts';
import { readMarkdownV2 } from '../../support/telegram/markdown-v2.ts';
import { startTelegramServer, type TelegramServer } from '../../support/telegram-server.ts';
import { buildWorkers } from '../../support/worker-files.ts';

const root = path.resolve(import.meta.dirname, '../../..');
/** Another one at each attempt, unless one is given. */
const newSeed = (): number => Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
/** `FAULTS=500` takes some minutes. */
const most = Number(process.env.FAULTS ?? 40);
const mark = /^\(may be a duplicate\)\n\n/;
const announced = /the next message may be a duplicate/;

const folder = mkdtempSync(path.join(tmpdir(), 'hermes-killed-'));
let workers: Awaited<ReturnType<typeof buildWorkers>>;
let server: TelegramServer;

beforeAll(async () => {
  workers = await buildWorkers('store-worker');
  server = await startTelegramServer();
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: path.join(root, 'test/support/delivery/delivery-child.ts'),
      outDir: path.join(workers.folder, 'child'),
      target: 'node20',
      emptyOutDir: true,
    },
  });
}, 120_000);
afterAll(async () => {
  await server.close();
  await workers.remove();
  rmSync(folder, { recursive: true, force: true });
});

it(`a host that is killed in the middle, over a network with faults, gives each answer once`, async () => {
  const seed = newSeed();
  process.stdout.write(`killed host: SEED=${seed} FAULTS=${most}\n`);
  const random = seededRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const chats = Array.from({ length: 8 }, (_, index) =>
    server.privateChat(server.person(`P${index}`)),
  );
  const asked = new Map<string, ChildAnswer & { result?: string }>();
  const { limits } = telegramCalls(server.root, server.token, 1);
  const writing = createWriting(dialectOf('telegram'), limits);
  let faults = 0;
  let kills = 0;
  let child: ChildProcess | undefined;

  const start = (): Promise<void> =>
    new Promise((resolve) => {
      child = fork(path.join(workers.folder, 'child/delivery-child.js'));
      child.on('message', (news: ChildNews) => {
        if (news === 'ready') resolve();
        else asked.get(news.id)!.result = news.result;
      });
      child.send({
        root: server.root,
        token: server.token,
        database: pathToFileURL(path.join(folder, 'hermes.db')).href,
        workers: workers.folder,
        asked: [...asked.values()].filter(({ result }) => result === undefined),
      } satisfies ChildStart);
    });
  const kill = async (): Promise<void> => {
    const dead = new Promise((resolve) => child!.once('exit', resolve));
    child!.kill('SIGKILL');
    await dead;
  };

  await start();
  for (let round = 0; faults < most; round += 1) {
    if (round % 4 === 0) {
      const id = `a${round}`;
      const { markdown } = randomMarkdown(random, below(6) === 0 ? 6000 : below(900));
      const pieces = `${id}begins\n\n${markdown}`.match(/[^]{1,60}/gu)!;
      const chat = String(chats[below(chats.length)]!.chat.id);
      const answer = {
        id,
        chat,
        pieces,
        everyMs: 20 + below(60),
      };
      asked.set(id, answer);
      child!.send(answer);
    }
    const [method, fault] = [
      ['sendMessage', { kind: 'done-cut' }],
      ['sendMessage', { kind: 'cut' }],
      [/Message/, { kind: 'done-late', ms: 2500 }],
      [/Message/, { kind: 'done-cut' }],
      [
        /Message/,
        {
          kind: 'refuse',
          code: 429,
          description: 'Too Many Requests: retry after 1',
          parameters: { retry_after: 1 },
        },
      ],
      [/editMessage/, { kind: 'refuse', code: 502, description: 'Bad Gateway' }],
    ][below(6)] as [string | RegExp, Parameters<TelegramServer['fault']>[1]];
    server.fault(method, fault);
    faults += 1;
    await wait(below(300));
    if (below(8) > 0) continue;
    faults += 1;
    kills += 1;
    await kill();
    await start();
  }
  server.heal();
  // What is doubtful is sent again by a restart.
  const settled = (): boolean => [...asked.values()].every(({ result }) => result !== undefined);
  for (let turn = 0; turn < 4; turn += 1) {
    await expect.poll(settled, { timeout: 60_000 }).toBe(true);
    await wait(3000);
    await kill();
    await start();
  }
  const quiet = async (): Promise<boolean> => {
    const { length } = server.calls;
    await wait(5000);
    return server.calls.length === length;
  };
  await expect.poll(quiet, { timeout: 120_000, interval: 10 }).toBe(true);
  await kill();

  const shown = chats.flatMap((chat) => server.answers(chat));
  expect(shown.filter(({ text }) => text.includes('▌')).map(({ text }) => text)).toEqual([]);
  const unread = server.calls.filter(({ description = '' }) =>
    /parse entities|too long/.test(description),
  );
  expect(unread).toEqual([]);
  for (const { id, chat, pieces } of asked.values()) {
    const there = chats.find((each) => String(each.chat.id) === chat)!;
    const texts = server.answers(there).map(({ text }) => text);
    for (const { markup } of writing.parts(pieces.join(''))) {
      const expected = readMarkdownV2(markup).text.trim();
      const given = texts
        .map((text, index) => ({
          shown: text.replace(mark, '').trim(),
          marked: mark.test(text) || announced.test(texts[index - 1] ?? ''),
        }))
        .filter(({ shown: text }) => text === expected);
      // Three sends in a row that nobody answered are the end of it.
      const tries = server.calls.filter(
        ({ params, status }) => String(params['text']).endsWith(markup) && status === 0,
      );
      const lost = given.length === 0 && tries.length < 3;
      expect(lost, `${id} is lost:\n${expected}`).toBe(false);
      const unmarked = given.filter(({ marked }) => !marked);
      expect(unmarked.length, `${id} is there twice:\n${expected}`).toBeLessThanOrEqual(1);
    }
  }
  process.stdout.write(`${asked.size} answers, ${faults} faults, ${kills} of them kill -9\n`);
}, 540_000);
