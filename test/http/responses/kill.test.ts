import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ChatMessage } from '../../../src/main/model/model.ts';
import { startHeadlessHost, type HeadlessHost } from '../../support/headless-host.ts';
import { finalResponse, textOf, type ResponsesClient } from '../../support/responses-client.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { shouting } from './responses-bench.ts';
import { conversationOf } from '../../support/prompt-of.ts';

const kills = 25;
const conversations = 6;
/** A process is killed at a random moment of so many milliseconds after it began to answer. */
const killWithinMs = 300;

let upstream: ScriptedUpstream;
let folder: string;
let host: HeadlessHost | undefined;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
  upstream.replyWith(shouting);
  folder = mkdtempSync(join(tmpdir(), 'hermes-kill-'));
});
afterEach(async () => {
  await host?.close();
  host = undefined;
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(wrapper?: string[]): Promise<ResponsesClient> {
  host = await startHeadlessHost({ dataDir: folder, upstream: upstream.url, wrapper });
  return host.client;
}

/** Nothing of the file is damaged, and nothing in it points at nothing. */
async function expectWhole(): Promise<void> {
  expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  const database = createClient({ url: pathToFileURL(join(folder, 'hermes.db')).href });
  const check = await database.execute('PRAGMA integrity_check');
  expect(check.rows.map((row) => row[0])).toEqual(['ok']);
  const { rows } = await database.execute(`
    SELECT (SELECT count(*) FROM conversations c LEFT JOIN turns t ON t.turn = c.head
            WHERE t.turn IS NULL OR t.visible = 0) AS lost_heads,
           (SELECT count(*) FROM turns t LEFT JOIN turns p ON p.turn = t.parent
            WHERE t.parent IS NOT NULL AND p.turn IS NULL) AS lost_parents`);
  database.close();
  expect({ ...rows[0] }).toEqual({ lost_heads: 0, lost_parents: 0 });
}

/** An answer that a client has seen complete. */
interface Seen {
  conversation: string;
  input: string;
  id: string;
}

it(
  `loses nothing a client saw complete when the process is killed ${kills} times`,
  { timeout: 300_000 },
  async () => {
    const seen: Seen[] = [];
    const background: string[] = [];
    let messages = 0;
    let answered = (): void => {};

    /** Talks in one conversation until the process is gone. */
    const talk = async (client: ResponsesClient, conversation: string): Promise<void> => {
      for (;;) {
        messages += 1;
        const input = `message ${messages}`;
        const body = { input, conversation };
        const response =
          messages % 2 === 0 ? await client.create(body) : finalResponse(await client.stream(body));
        seen.push({ conversation, input, id: response.id });
        answered();
        if (messages % 7 === 0) {
          background.push((await client.create({ input: 'later', background: true })).id);
        }
      }
    };

    for (let round = 0; round < kills; round += 1) {
      const client = await start();
      // What was seen last is what a crash could lose.
      for (const { id, input } of seen.slice(-10)) {
        expect(textOf(await client.get(id))).toBe(input.toUpperCase());
      }
      // On a slow machine every other process, too, answers something before it ends.
      const firstAnswer = new Promise<void>((resolve) => (answered = resolve));
      const talks = Array.from({ length: conversations }, (_, index) =>
        // The end of the process is the end of every talk.
        talk(client, `conversation ${index}`).catch(() => undefined),
      );
      if (round % 2 === 0) await firstAnswer;
      await delay(Math.random() * killWithinMs);
      await host!.close();
      await Promise.all(talks);
    }

    const client = await start();
    expect(seen.length).toBeGreaterThanOrEqual(kills / 2);
    for (const { id, input } of seen)
      expect(textOf(await client.get(id))).toBe(input.toUpperCase());

    // A background response that was begun is answered honestly, whatever became of it.
    for (const id of background) {
      expect(['completed', 'incomplete']).toContain((await client.get(id)).status);
    }

    // Every conversation holds all that was seen, once and in order, each question with its answer.
    for (let index = 0; index < conversations; index += 1) {
      const conversation = `conversation ${index}`;
      await client.create({ input: 'the end', conversation });
      const history = conversationOf(upstream.requests.at(-1)!.body.messages).slice(
        0,
        -1,
      ) as ChatMessage[];
      const asked = history.filter(({ role }) => role === 'user').map(({ content }) => content);
      const inputs = seen
        .filter((each) => each.conversation === conversation)
        .map(({ input }) => input);
      expect(asked.filter((input) => inputs.includes(input as string))).toEqual(inputs);
      expect(history.map(({ content }) => content)).toEqual(
        asked.flatMap((input) => [input, (input as string).toUpperCase()]),
      );
    }
    await host!.close();

    await expectWhole();
  },
);

const noStrace = spawnSync('strace', ['-D', '-o', '/dev/null', 'true']).status !== 0;

/** Kills what it starts when it is about to do the n-th call of this kind on the database's files. */
function killAt(call: string, n: number): string[] {
  const files = ['hermes.db', 'hermes.db-wal', 'hermes.db-journal'];
  return [
    'strace',
    '-D',
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    `trace=${call}`,
    ...files.flatMap((name) => ['-P', join(folder, name)]),
    '-e',
    `inject=${call}:signal=SIGKILL:when=${n}`,
  ];
}

it(
  'loses nothing a client saw complete, whichever write to the disk the process is killed at',
  { timeout: 600_000 },
  async ({ skip }) => {
    skip(noStrace, 'strace is not there, or may not trace');
    const seen: Seen[] = [];
    let killed = 0;
    for (const call of ['pwrite64', 'fsync', 'ftruncate']) {
      for (let n = 1, alive = false; !alive; n += 1) {
        const client = await start(killAt(call, n));
        const input = `${call} ${n}`;
        const body = { input, conversation: 'c' };
        const answer = await client.create(body).catch(() => undefined);
        if (answer) seen.push({ conversation: 'c', input, id: answer.id });
        // What is left to write is written at the end, in its own order.
        host!.kill('SIGTERM');
        alive = (await host!.ended).code === 0;
        if (!alive) killed += 1;
        await host!.close();
      }
    }
    const client = await start();
    for (const { id, input } of seen) {
      expect(textOf(await client.get(id))).toBe(input.toUpperCase());
    }
    await client.create({ input: 'the end', conversation: 'c' });
    const history = conversationOf(upstream.requests.at(-1)!.body.messages).slice(
      0,
      -1,
    ) as ChatMessage[];
    const asked = history.filter(({ role }) => role === 'user').map(({ content }) => content);
    const inputs = seen.map(({ input }) => input);
    expect(asked.filter((input) => inputs.includes(input as string))).toEqual(inputs);
    await host!.close();
    await expectWhole();
    // A turn and the end of the process are some dozens of writes.
    expect(killed).toBeGreaterThan(20);
    expect(seen.length).toBeGreaterThan(3);
  },
);
