import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ScriptedReply } from '../../scripted-upstream.ts';
import { runsWith, startClientsBench, textOf, type ClientsBench, type Step } from './bench.ts';
import type { Cell, ClientRecord, How, Outcome, StartedClient, Task } from './client.ts';

/** A failure that the host does not wait for. */
const fails: ScriptedReply = { status: 503, headers: { 'x-should-retry': 'false' } };
const object = { city: 'Paris', degrees: 21 };

/**
 * Asks a client, as it is published, all that the table asks of every one, by each API it has, streamed
 * and not. What it cannot do is skipped under its reason.
 */
export function playTable(record: ClientRecord): void {
  describe.each(record.apis)(`${record.name}, %s`, { timeout: 300_000 }, (api) => {
    let bench: ClientsBench;
    let client: StartedClient;
    let folder: string;
    const seen = new Map<`${Cell}, ${How}`, string>();
    beforeAll(async () => {
      bench = await startClientsBench();
      folder = await realpath(await mkdtemp(path.join(tmpdir(), 'hermes-client-')));
      const { base, key } = bench;
      client = await record.start({ base, key, folder });
    }, 600_000);
    afterAll(async () => {
      const cells = [...seen].map(([cell, what]) => `${cell}: ${what}`);
      console.log(`${client?.version ?? record.name}, ${api} | ${cells.join(' | ')}`);
      await client?.close();
      await bench?.close();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    const ask = (turns: string[], more: Partial<Task> = {}, stop?: AbortSignal): Promise<Outcome> =>
      client.ask({ api, stream: false, turns, ownTool: false, object: false, ...more }, stop);

    /** One cell of the table; `play` gives what else was seen. */
    const cell = (
      name: Cell,
      modes: boolean[],
      play: (stream: boolean) => Promise<unknown>,
    ): void => {
      for (const stream of modes) {
        const how: How = stream ? 'streamed' : 'whole';
        const { cannot } = record;
        const why = cannot[`${api}: ${name}, ${how}`] ?? cannot[`${api}: ${name}`] ?? cannot[name];
        if (why !== undefined) {
          seen.set(`${name}, ${how}`, why);
          it.skip(`${name}, ${how}: ${why}`);
          continue;
        }
        it(`${name}, ${how}`, async () => {
          seen.set(`${name}, ${how}`, 'FAILED');
          const what = await play(stream);
          seen.set(`${name}, ${how}`, typeof what === 'string' ? `✓ ${what}`.trim() : '✓');
        });
      }
    };
    const both =
      record.streams === 'always' ? [true] : record.streams === 'never' ? [false] : [false, true];

    let tool = 0;
    /** A call of our terminal that leaves a line in a file of its own, and tells a word. */
    const serverTool = () => {
      tool += 1;
      const file = `lines-${tool}`;
      const word = `plum-${tool}-${Math.random().toString(36).slice(2, 8)}`;
      return {
        call: { name: 'terminal', arguments: { command: `echo line >> ${file}; echo ${word}` } },
        word,
        lines: async () => (await bench.written(file)).split('\n').length - 1,
      };
    };
    const shown = async (question: string): Promise<string> =>
      bench.askedAbout(question).at(-1)!.messages.map(textOf).join('\n');

    /** A question that no tool is needed for; gives what the host calls the client. */
    const greets = async (stream: boolean): Promise<string> => {
      const question = bench.question({ text: ['Good ', 'day'] });
      expect((await ask([question], { stream })).texts).toEqual(['Good day']);
      expect(bench.askedAbout(question)).toHaveLength(1);
      const names = (await bench.runs()).map((run) => run.client);
      expect(names).toContainEqual(expect.stringMatching(record.shownAs));
      return `as ${names[0]}`;
    };
    const [whole, streamed] = [both.filter((stream) => !stream), both.filter((stream) => stream)];
    cell('plain', whole, greets);
    cell('stream', streamed, greets);
    cell('server tool', both, async (stream) => {
      const { call, lines } = serverTool();
      const question = bench.question(
        { text: 'Looking. ', toolCalls: [call] },
        { text: 'The end' },
      );
      const { texts } = await ask([question], { stream });
      expect(texts.join('\n')).toContain('The end');
      expect(texts.join('\n')).not.toContain('▸');
      expect(bench.askedAbout(question)).toHaveLength(2);
      expect(await lines()).toBe(1);
    });
    cell('own tool', both, async (stream) => {
      const { name, arguments: given, gives } = record.ownTool;
      const calls = { toolCalls: [{ name, arguments: given }] };
      const question = bench.question(calls, { text: 'The end' });
      const { texts } = await ask([question], { stream, ownTool: true });
      expect(texts).toEqual(['The end']);
      expect(bench.askedAbout(question)).toHaveLength(2);
      expect(await shown(question)).toContain(gives);
    });
    cell('both tools', both, async (stream) => {
      const { call, word, lines } = serverTool();
      const { name, arguments: given, gives } = record.ownTool;
      const calls = { toolCalls: [call, { name, arguments: given }] };
      const question = bench.question(calls, { text: 'The end' });
      const { texts } = await ask([question], { stream, ownTool: true });
      expect(texts).toEqual(['The end']);
      expect(await shown(question)).toContain(gives);
      expect(await shown(question)).toContain(word);
      expect(await lines()).toBe(1);
    });
    cell('object', both, async (stream) => {
      const { call, lines } = serverTool();
      const question = bench.question({ toolCalls: [call] }, answersWithObject);
      expect((await ask([question], { stream, object: true })).object).toEqual(object);
      expect(await lines()).toBe(1);
    });
    cell('stop', both, async (stream) => {
      const before = new Set((await bench.runs()).map(({ id }) => id));
      const duration = `${100_000 + (tool += 1)}`;
      const call = { name: 'terminal', arguments: { command: `sleep ${duration}` } };
      const question = bench.question({ toolCalls: [call] }, { text: 'Never' });
      const person = new AbortController();
      const asked = ask([question], { stream }, person.signal).then(
        ({ texts }) => texts.join('\n'),
        () => 'failed',
      );
      await vi.waitUntil(() => runsWith(duration), { timeout: 60_000, interval: 50 });
      person.abort();
      await vi.waitUntil(async () => !(await runsWith(duration)), {
        timeout: 15_000,
        interval: 50,
      });
      expect(await asked).not.toContain('Never');
      await vi.waitFor(async () => {
        const runs = (await bench.runs()).filter(({ id }) => !before.has(id));
        const statuses = runs.map(({ status }) => status);
        expect(statuses).toContain('cancelled');
        expect(statuses).not.toContain('in_progress');
      }, 5000);
      expect(bench.askedAbout(question)).toHaveLength(1);
    });
    cell('fails once', both, async (stream) => {
      const { call, lines } = serverTool();
      const once: Step = (before) => (before === 0 ? fails : { text: 'The end' });
      const question = bench.question({ text: 'Looking. ', toolCalls: [call] }, once);
      let by = 'by itself';
      const { texts } = await ask([question], { stream }).catch(() => {
        by = 'asked again';
        return ask([question], { stream });
      });
      expect(texts.join('\n')).toContain('The end');
      expect(await lines()).toBe(1);
      return by;
    });
    cell('fails for good', both, async (stream) => {
      const { call, lines } = serverTool();
      const question = bench.question({ text: 'Looking. ', toolCalls: [call] }, fails);
      await expect(ask([question], { stream })).rejects.toThrow();
      const attempts = bench.askedAbout(question).length - 1;
      // Who repeats by itself has done what a person would do next, for minutes at times.
      if (attempts === 1) await expect(ask([question], { stream })).rejects.toThrow();
      expect(await lines()).toBe(1);
      return attempts === 1 ? '' : `asked ${attempts} times`;
    });
    cell('is impatient', both.slice(0, 1), async (stream) => {
      const { call, lines } = serverTool();
      const slow: Step = (before) =>
        before === 0 ? { hang: 'before-headers' } : { text: 'The end' };
      const question = bench.question({ toolCalls: [call] }, slow);
      const { texts } = await ask([question], { stream, timeout: 1.5 });
      expect(texts.join('\n')).toContain('The end');
      expect(await lines()).toBe(1);
    });
    cell('second turn', both, async (stream) => {
      const { call, word, lines } = serverTool();
      const first = bench.question({ toolCalls: [call] }, { text: 'I have seen it' });
      const second = bench.question({ text: 'I remember' });
      const { texts } = await ask([first, second], { stream });
      expect(texts).toEqual(['I have seen it', 'I remember']);
      expect(await lines()).toBe(1);
      expect(await shown(second)).toContain(word);
    });
  });
}

/** Models give an object as the text, or by the call that is demanded of them. */
const answersWithObject: Step = (_before, { tools = [] }) => {
  const wanted = tools.find(
    (tool) =>
      tool.type === 'function' &&
      'degrees' in ((tool.function.parameters?.['properties'] ?? {}) as object),
  );
  if (wanted?.type !== 'function') return { text: JSON.stringify(object) };
  return { toolCalls: [{ name: wanted.function.name, arguments: object }] };
};
