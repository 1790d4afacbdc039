import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChatMessage } from '../../../src/main/model/model.ts';
import { startHeadlessHost, type HeadlessHost } from '../../support/headless-host.ts';
import { finalResponse, textOf, type ResponsesClient } from '../../support/responses-client.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { shouting } from './responses-bench.ts';

const kills = 50;
const conversations = 6;
/** A process is killed at a random moment of so many milliseconds after it began to answer. */
const killWithinMs = 300;

let upstream: ScriptedUpstream;
let folder: string;
let host: HeadlessHost | undefined;
beforeAll(async () => {
  upstream = await startScriptedUpstream();
  upstream.replyWith(shouting);
  folder = mkdtempSync(join(tmpdir(), 'hermes-kill-'));
});
afterAll(async () => {
  await host?.close();
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<ResponsesClient> {
  host = await startHeadlessHost({ dataDir: folder, upstream: upstream.url });
  return host.client;
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

    /** Talks in one conversation until the process is gone. */
    const talk = async (client: ResponsesClient, conversation: string): Promise<void> => {
      for (;;) {
        messages += 1;
        const input = `message ${messages}`;
        const body = { input, conversation };
        const response =
          messages % 2 === 0 ? await client.create(body) : finalResponse(await client.stream(body));
        seen.push({ conversation, input, id: response.id });
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
      const talks = Array.from({ length: conversations }, (_, index) =>
        // The end of the process is the end of every talk.
        talk(client, `conversation ${index}`).catch(() => undefined),
      );
      await delay(Math.random() * killWithinMs);
      await host!.close();
      await Promise.all(talks);
    }

    const client = await start();
    expect(seen.length).toBeGreaterThan(kills);
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
      const history = upstream.requests.at(-1)!.body.messages.slice(1, -1) as ChatMessage[];
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

    // The file is whole, and nothing in it points at nothing.
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
    const database = createClient({ url: pathToFileURL(join(folder, 'hermes.db')).href });
    const { rows } = await database.execute(`
    SELECT (SELECT count(*) FROM conversations c LEFT JOIN turns t ON t.turn = c.head
            WHERE t.turn IS NULL OR t.visible = 0) AS lost_heads,
           (SELECT count(*) FROM turns t LEFT JOIN turns p ON p.turn = t.parent
            WHERE t.parent IS NOT NULL AND p.turn IS NULL) AS lost_parents`);
    database.close();
    expect({ ...rows[0] }).toEqual({ lost_heads: 0, lost_parents: 0 });
  },
);
