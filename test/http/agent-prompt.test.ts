import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { promptOf } from '../support/prompt-of.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  ({ upstream, host } = await startHostWithUpstream());
  upstream.replyWith(() => ({ text: 'ok' }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await closeBoth({ host, upstream });
});

async function put(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function chat(messages: object[], extra: object = {}): Promise<void> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ model: 'hermes-agent', messages, ...extra }),
  });
  expect(response.status).toBe(200);
  await response.text();
}

const systemPrompt = (index = 0): string => promptOf(upstream.requests[index]!.body.messages);
const offeredTools = (index = 0): string[] =>
  (upstream.requests[index]!.body.tools ?? []).map((tool) =>
    'function' in tool ? tool.function.name : tool.type,
  );

describe('the prompt of a run', () => {
  it("layers the client's system and developer texts, in order, on top of the core prompt", async () => {
    await chat([
      { role: 'system', content: 'Speak like a pirate.' },
      { role: 'developer', content: 'Never say arr.' },
      { role: 'user', content: 'hi' },
    ]);
    expect(systemPrompt()).toMatch(/^You are Hermes/);
    expect(systemPrompt()).toMatch(/Speak like a pirate\.\nNever say arr\.$/);
    expect(upstream.requests[0]!.body.messages).toHaveLength(2);
  });

  it('tells the model where it is: system, shell, workspace and date', async () => {
    // The person's own shell runs no commands.
    vi.stubEnv('SHELL', '/opt/a/shell');
    await chat([{ role: 'user', content: 'hi' }]);
    expect(systemPrompt()).toContain(`Workspace: ${host.workspace}`);
    expect(systemPrompt()).toContain(`System: ${os.type()} ${os.release()} (${os.arch()})\n`);
    expect(systemPrompt()).toMatch(/\nShell: \/\S*\/(ba)?sh\n/);
    expect(systemPrompt()).toContain(`Date: ${new Date().toLocaleDateString('sv')}`);
  });

  it('holds the memory, the skills, the notes of the project and the words of the client, in this order', async () => {
    const { dataDir, workspace } = host;
    await put(path.join(dataDir, 'memories', 'MEMORY.md'), 'The cat is called Kumquat.');
    await put(
      path.join(dataDir, 'skills', 'deploy', 'SKILL.md'),
      '---\nname: deploy\ndescription: How to deploy\n---\n\nPush it.',
    );
    await put(path.join(workspace, 'AGENTS.md'), 'Use tabs here.');
    await chat([
      { role: 'system', content: 'Speak like a pirate.' },
      { role: 'user', content: 'hi' },
    ]);
    expect(systemPrompt()).toMatch(
      /Kumquat.*- deploy: How to deploy.*Use tabs here\..*Speak like a pirate\.$/s,
    );
  });

  it('takes in AGENTS.md of the workspace, read anew for each run', async () => {
    await chat([{ role: 'user', content: 'hi' }]);
    expect(systemPrompt()).not.toContain('AGENTS.md');
    await writeFile(path.join(host.workspace, 'AGENTS.md'), 'Use tabs here.');
    await chat([{ role: 'user', content: 'hi' }]);
    expect(systemPrompt(1)).toMatch(/AGENTS\.md.*\nUse tabs here\./);
  });

  it('offers no tool that is switched off, from the next run on', async () => {
    await chat([{ role: 'user', content: 'hi' }]);
    expect(offeredTools()).toContain('terminal');
    host.host.settings.update({ agent: { disabledTools: ['terminal'] } });
    await chat([{ role: 'user', content: 'hi' }]);
    expect(offeredTools(1)).not.toContain('terminal');
    expect(offeredTools(1)).toContain('read_file');
  });
});

describe('a run', () => {
  it('ends after as many rounds as the settings allow, with one more call that sums up', async () => {
    host.host.settings.update({ agent: { maxIterations: 2 } });
    upstream.replyWith(({ tools }) =>
      tools ? { toolCalls: [{ name: 'todo', arguments: {} }] } : { text: 'so far' },
    );
    await chat([{ role: 'user', content: 'go' }]);
    expect(upstream.requests.map(({ body }) => body.tools !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('is summarised where it would fill half of the context window of the settings', async () => {
    const messages = Array.from({ length: 31 }, (_, i) => ({
      role: i % 2 === 0 ? 'user' : 'assistant',
      content: `message ${i} ${'x'.repeat(400)}`,
    }));
    await chat(messages);
    expect(upstream.requests).toHaveLength(1);
    host.host.settings.update({ model: { contextWindow: 4096 } });
    await chat(messages);
    expect(upstream.requests).toHaveLength(3);
    expect(upstream.requests[2]!.body.messages).toHaveLength(22);
  });
});

describe('requests for titles and tags', () => {
  const titlePrompts = [
    'Based on the chat history, give this conversation a name.\nKeep it short.',
    'Please generate a four to five word title summarizing our conversation without any lead-in',
    '### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history.',
    'Provide a concise, 5-word-or-less title for the conversation, using title case conventions.',
  ];

  it.each(titlePrompts)('are answered by one plain call without tools: %s', async (prompt) => {
    await chat([{ role: 'user', content: prompt }]);
    expect(upstream.requests).toHaveLength(1);
    expect(offeredTools()).toEqual([]);
    expect(systemPrompt()).not.toContain('You are Hermes');
  });

  it('are ordinary requests when that is switched off', async () => {
    host.host.settings.update({ agent: { lightRequests: false } });
    await chat([{ role: 'user', content: titlePrompts[0] }]);
    expect(offeredTools()).toContain('terminal');
  });

  it.each([
    'Generate a concise title for the article in draft.md',
    'Summarize the file notes.txt in five words',
    'Rename the conversation.ts file',
  ])('are not mistaken for work: %s', async (prompt) => {
    await chat([{ role: 'user', content: prompt }]);
    expect(offeredTools()).toContain('terminal');
  });

  it('are ordinary requests when the client brings tools of its own', async () => {
    await chat([{ role: 'user', content: titlePrompts[0] }], {
      tools: [{ type: 'function', function: { name: 'save_title', parameters: {} } }],
    });
    expect(offeredTools()).toContain('save_title');
    expect(offeredTools()).toContain('terminal');
  });
});

describe('the keys of this program', () => {
  it('are taken out of what tools answer, wherever the tool found them', async () => {
    await writeFile(path.join(host.workspace, 'found.txt'), `key=${host.key} and sk-of-someone`);
    upstream.reply({ toolCalls: [{ name: 'read_file', arguments: { path: 'found.txt' } }] });
    await chat([{ role: 'user', content: 'read it' }]);
    const answer = upstream.requests[1]!.body.messages.at(-1)!.content as string;
    expect(answer).toContain('key=[redacted] and sk-of-someone');
  });
});
