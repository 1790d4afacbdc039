import { readFile } from 'node:fs/promises';
import path from 'node:path';
import OpenAI from 'openai';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunEvent } from '../../src/shared/run-events.ts';
import { promptOf } from '../support/prompt-of.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  ({ upstream, host } = await startHostWithUpstream());
});
afterEach(async () => {
  await closeBoth({ host, upstream });
});

const skill = '---\nname: greet\ndescription: How to greet.\n---\nSay hello.';

/** What the model calls, round by round; calls of one round run in parallel. */
const rounds: { name: string; arguments: object }[][] = [
  [
    { name: 'todo', arguments: { todos: [{ id: '1', content: 'Greet', status: 'in_progress' }] } },
    { name: 'write_file', arguments: { path: 'notes/hello.txt', content: 'Hello wrold\n' } },
    { name: 'memory', arguments: { target: 'user', action: 'add', content: 'Likes greetings.' } },
  ],
  [
    {
      name: 'patch',
      arguments: {
        mode: 'replace',
        path: 'notes/hello.txt',
        old_string: 'wrold',
        new_string: 'world',
      },
    },
    { name: 'skill_manage', arguments: { action: 'create', name: 'greet', content: skill } },
  ],
  [
    { name: 'read_file', arguments: { path: 'notes/hello.txt' } },
    { name: 'search_files', arguments: { pattern: 'world' } },
    { name: 'terminal', arguments: { command: 'wc -w < notes/hello.txt' } },
    { name: 'skills_list', arguments: {} },
    { name: 'session_search', arguments: { query: 'greeting' } },
    { name: 'process', arguments: { action: 'list' } },
  ],
];

it('ten tools and more work in one run, in rounds and in parallel, and its log replays to the same answer', async () => {
  upstream.reply(
    ...rounds.map((toolCalls, round) => ({ text: `Round ${round + 1}. `, toolCalls })),
    { text: ['All ', 'done.'] },
  );
  const client = new OpenAI({ baseURL: `${host.url}/v1`, apiKey: host.key!, maxRetries: 0 });
  const stream = await client.chat.completions.create({
    model: 'hermes-agent',
    stream: true,
    messages: [{ role: 'user', content: 'Show me all you can do.' }],
  });
  let answer = '';
  for await (const chunk of stream) answer += chunk.choices[0]?.delta.content ?? '';
  expect(answer).toBe('Round 1. \n\nRound 2. \n\nRound 3. \n\nAll done.');

  const { data } = (await (
    await fetch(`${host.url}/v1/runs`, { headers: host.headers })
  ).json()) as { data: { id: string }[] };
  const replay = await fetch(`${host.url}/v1/runs/${data[0]!.id}/events`, {
    headers: host.headers,
  });
  const events = (await replay.text())
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice('data: '.length)) as RunEvent);

  const started = events.filter((event) => event.type === 'tool.started');
  const finished = events.filter((event) => event.type === 'tool.finished');
  expect(started.map((event) => event.name)).toEqual(rounds.flat().map(({ name }) => name));
  expect(finished.filter((event) => event.error)).toEqual([]);
  expect(new Set(finished.map((event) => event.name)).size).toBeGreaterThanOrEqual(10);

  const replayed = events
    .filter((event) => event.type === 'text.delta' || event.type === 'model.finished')
    .map((event) => (event.type === 'text.delta' ? event.text : '\n\n'))
    .join('')
    .trim();
  expect(replayed).toBe(answer);

  expect(await readFile(path.join(host.workspace, 'notes/hello.txt'), 'utf8')).toBe(
    'Hello world\n',
  );
  const outputs = new Map(finished.map((event) => [event.name, event.output]));
  expect(outputs.get('read_file')).toContain('Hello world');
  expect(outputs.get('search_files')).toContain('notes/hello.txt');
  expect(outputs.get('terminal')).toContain('2');
  expect(outputs.get('skills_list')).toContain('greet');
});

it('remembers in the next conversation what it noted in this one', async () => {
  upstream.reply(
    {
      toolCalls: [
        {
          name: 'memory',
          arguments: { target: 'memory', action: 'add', content: 'The build takes 3 minutes.' },
        },
        { name: 'skill_manage', arguments: { action: 'create', name: 'greet', content: skill } },
      ],
    },
    { text: 'Noted.' },
    { text: 'Hi.' },
  );
  const client = new OpenAI({ baseURL: `${host.url}/v1`, apiKey: host.key!, maxRetries: 0 });
  for (const content of ['Note it.', 'Hello again.']) {
    await client.chat.completions.create({
      model: 'hermes-agent',
      messages: [{ role: 'user', content }],
    });
  }
  const prompts = upstream.requests.map(({ body }) => promptOf(body.messages));
  expect(prompts[0]).not.toContain('The build takes 3 minutes.');
  expect(prompts[1]).not.toContain('The build takes 3 minutes.');
  expect(prompts[2]).toContain('The build takes 3 minutes.');
  expect(prompts[2]).toContain('- greet: How to greet.');
});
