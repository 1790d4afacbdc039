import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { promptOf } from '../support/prompt-of.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

const noTools = {
  status: 400,
  body: { error: { message: 'registry.ollama.ai/library/gemma:2b does not support tools' } },
};

const user = { role: 'user', content: 'run uname -a' };
const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  ({ upstream, host } = await startHostWithUpstream({
    settings: { agent: { approvals: 'allow' } },
  }));
});
afterEach(async () => {
  await closeBoth({ host, upstream });
});

const chat = (body: object = {}): Promise<Response> =>
  fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'run uname -a' }], ...body }),
  });
const asked = (index: number) => upstream.requests[index]!.body;
const prompt = (index: number): string => promptOf(asked(index).messages);
const lastRun = () => host.host.runs.list()[0]!;

/** Nothing in it needs tools to be understood, and no two of one role stand in a row. */
function expectNoCalls(messages: readonly { role: string; tool_calls?: unknown }[]): void {
  expect(messages.filter((each) => each.role === 'tool' || each.tool_calls)).toEqual([]);
  const roles = messages.map(({ role }) => role);
  expect(roles.filter((role, index) => role === roles[index - 1])).toEqual([]);
}

describe('a model whose service takes no tools', () => {
  it('answers without them, and knows that it cannot act', async () => {
    upstream.reply(noTools, { text: 'I cannot run commands.' });
    const response = await chat({ messages: [{ role: 'system', content: 'Be brief.' }, user] });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'I cannot run commands.' }, finish_reason: 'stop' }],
    });
    expect(asked(0).tools!.length).toBeGreaterThan(5);
    expect(asked(1).tools).toBeUndefined();
    expect(prompt(0)).toContain('# Using tools');
    expect(prompt(1)).not.toContain('# Using tools');
    expect(prompt(1)).toContain('this model cannot use tools');
    expect(prompt(1)).toMatch(/Be brief\.$/);
    expect(asked(1).messages.slice(1)).toEqual(asked(0).messages.slice(1));
    const types = lastRun().log.events.map(({ type }) => type);
    expect(types.filter((type) => type === 'model.started')).toHaveLength(1);
    const lines = host.host.logs.after(0, 1000).map(({ message }) => message);
    expect(lines.join('\n')).toContain(
      'test-model is asked again without what its service refused',
    );
  });

  it('is offered them again in the next run, for the service may be set up better', async () => {
    upstream.reply(noTools, { text: 'no' }, { text: 'yes' });
    await (await chat()).text();
    await (await chat()).text();
    expect(asked(2).tools!.length).toBeGreaterThan(5);
  });

  it('finishes without them what it began with them', async () => {
    upstream.reply(
      { toolCalls: [{ name: 'terminal', arguments: { command: 'echo from-the-tool' } }] },
      noTools,
      { text: 'Done.' },
    );
    expect(await (await chat()).json()).toMatchObject({
      choices: [{ message: { content: 'Done.' } }],
    });
    expect(asked(2).messages.slice(-2)).toMatchObject([
      { role: 'assistant', content: '[Called terminal: {"command":"echo from-the-tool"}]' },
      { role: 'user', content: expect.stringMatching(/^\[What terminal gave:\]\n.*from-the-tool/) },
    ]);
    expectNoCalls(asked(2).messages);
  });

  it('is told in words what tools found in earlier turns', async () => {
    upstream.reply(
      {
        text: 'I look.',
        toolCalls: [{ name: 'terminal', arguments: { command: 'echo found-it' } }],
      },
      { text: 'Found.' },
    );
    const { choices } = (await (await chat()).json()) as {
      choices: { message: { content: string } }[];
    };
    // Another model is chosen, which knows no tools.
    upstream.reply(noTools, { text: 'It was there.' });
    const next = await chat({
      messages: [
        user,
        { role: 'assistant', content: choices[0]!.message.content },
        { role: 'user', content: 'Where was it?' },
      ],
    });
    expect(next.status).toBe(200);
    expect(JSON.stringify(asked(2).messages)).toContain('"role":"tool"');
    expectNoCalls(asked(3).messages);
    expect(asked(3).messages.slice(-4)).toMatchObject([
      { role: 'assistant', content: expect.stringContaining('[Called terminal: ') },
      { role: 'user', content: expect.stringContaining('found-it') },
      { role: 'assistant', content: 'Found.' },
      { role: 'user', content: 'Where was it?' },
    ]);
  });

  it("is an error that says so for a client's own tools, which are never left out", async () => {
    upstream.reply(noTools);
    const tools = [{ type: 'function', function: { name: 'get_weather', parameters: {} } }];
    const response = await chat({ tools });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        type: 'upstream_error',
        message: expect.stringMatching(/^test-model at .* cannot use tools .*Settings › Model/),
      },
    });
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('a model whose service takes no pictures', () => {
  const noPictures = {
    status: 400,
    body: { error: { message: 'this model does not support image input' } },
  };
  const url = `data:image/png;base64,${onePixel}`;
  const picture = { role: 'user', content: [{ type: 'image_url', image_url: { url } }] };
  const readPicture = [{ name: 'read_file', arguments: { path: 'one.png' } }];
  beforeEach(() => writeFile(path.join(host.workspace, 'one.png'), onePixel, 'base64'));

  it('is told that it cannot see what a tool brought, and goes on', async () => {
    upstream.reply({ toolCalls: readPicture }, noPictures, { text: 'I cannot see it.' });
    const response = await chat();
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'I cannot see it.' } }],
    });
    expect(JSON.stringify(asked(1).messages)).toContain('data:image/png');
    expect(JSON.stringify(asked(2).messages)).not.toContain('data:image/png');
    expect(asked(2).messages.at(-1)!.content).toMatch(
      /^Images from: read_file\n\[A picture, which/,
    );
    expect(asked(2).tools!.length).toBeGreaterThan(5);
  });

  it('goes on after a picture further back', async () => {
    upstream.reply(noPictures, { text: 'Never mind.' });
    const messages = [picture, { role: 'assistant', content: 'Error' }, user];
    expect((await chat({ messages })).status).toBe(200);
    expect(JSON.stringify(asked(1).messages)).not.toContain('data:image/png');
  });

  it('is an error for a picture that was just sent', async () => {
    upstream.reply(noPictures);
    const response = await chat({ messages: [user, picture] });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('reads no pictures');
    expect(upstream.requests).toHaveLength(1);
  });

  it('may take no tools either', async () => {
    upstream.reply({ toolCalls: readPicture }, noPictures, noTools, { text: 'Well.' });
    expect((await chat()).status).toBe(200);
    expect(asked(3).tools).toBeUndefined();
    expect(JSON.stringify(asked(3).messages)).not.toContain('data:image/png');
  });
});
