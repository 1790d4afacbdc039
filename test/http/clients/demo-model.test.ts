import { execFile, spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestHost, type TestHost } from '../../support/test-host.ts';

/** As someone who has just installed it: no model service, only the built-in demo model. */

let host: TestHost;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host.close());
beforeEach(async () => {
  await writeFile(path.join(host.workspace, 'notes.txt'), 'The word is kumquat.\n');
  await rm(path.join(host.workspace, 'made.txt'), { force: true });
});

const prompt = 'read notes.txt and then run echo yes > made.txt';

interface Seen {
  text: string;
  /** Left out where the client shows none. */
  reasoning?: string;
}

/** Asks by one client and gives what its person sees. */
const clients: Record<string, () => Promise<Seen>> = {
  'OpenAI SDK': async () => {
    const client = new OpenAI({ baseURL: `${host.url}/v1`, apiKey: host.key! });
    const stream = client.chat.completions.stream({
      model: 'hermes-agent',
      messages: [{ role: 'user', content: prompt }],
    });
    let reasoning = '';
    stream.on('chunk', ({ choices }) => {
      const delta = choices[0]?.delta as { reasoning_content?: string } | undefined;
      reasoning += delta?.reasoning_content ?? '';
    });
    return { text: (await stream.finalContent()) ?? '', reasoning };
  },
  'AI SDK, OpenAI': async () => {
    const provider = createOpenAI({ baseURL: `${host.url}/v1`, apiKey: host.key! });
    const { text } = streamText({ model: provider.chat('hermes-agent'), prompt });
    return { text: await text };
  },
  'AI SDK, OpenAI-compatible': async () => {
    const provider = createOpenAICompatible({
      name: 'hermes',
      baseURL: `${host.url}/v1`,
      apiKey: host.key!,
    });
    const result = streamText({ model: provider('hermes-agent'), prompt });
    return { text: await result.text, reasoning: (await result.reasoningText) ?? '' };
  },
};

if (spawnSync('curl', ['--version']).status === 0) {
  clients['curl'] = async () => {
    const body = JSON.stringify({ messages: [{ role: 'user', content: prompt }] });
    const headers = [`Authorization: Bearer ${host.key}`, 'Content-Type: application/json'];
    const url = `${host.url}/v1/chat/completions`;
    const args = ['-sS', ...headers.flatMap((header) => ['-H', header]), '-d', body, url];
    const { stdout } = await promisify(execFile)('curl', args);
    const answer = JSON.parse(stdout) as {
      choices: { message: { content: string; reasoning_content: string } }[];
    };
    const { content, reasoning_content: reasoning } = answer.choices[0]!.message;
    return { text: content, reasoning };
  };
}

describe('the demo model', () => {
  it.each(Object.entries(clients))(
    'reads a real file and runs a real command for the %s',
    async (_name, ask) => {
      const { text, reasoning } = await ask();
      expect(text).toContain('kumquat');
      if (reasoning !== undefined) {
        expect(reasoning).toMatch(/▸ read_file: .*notes\.txt[^]*▸ terminal: `echo yes/);
      }
      expect(await readFile(path.join(host.workspace, 'made.txt'), 'utf8')).toBe('yes\n');
    },
  );
});
