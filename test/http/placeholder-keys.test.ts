import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

/** Guides of local services say to give "ollama", "EMPTY" or "none" as the key. */

let upstream: ScriptedUpstream;
let host: TestHost;
afterEach(async () => {
  await host.close();
  await upstream.close();
});

/** Lets the model call one tool; gives what it then reads. */
async function answerTo(name: string, args: object): Promise<string> {
  const before = upstream.requests.length;
  upstream.reply({ toolCalls: [{ name, arguments: args }] }, { text: 'done' });
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'go' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
  return upstream.requests[before + 1]!.body.messages.at(-1)!.content as string;
}

describe('a placeholder in place of a key', () => {
  it.each(['ollama', 'EMPTY', 'none', 'x', 'sk-no-key-required', 'lm-studio-local-server'])(
    '%s stays in what tools read',
    async (key) => {
      upstream = await startScriptedUpstream();
      host = await startTestHost({ upstream: upstream.url });
      host.host.secrets.set('customKey', key);
      const text = `services:\n  ${key}:\n    image: ${key}/${key}:latest # (${key})\n`;
      await writeFile(path.join(host.workspace, 'compose.yml'), text);
      const read = await answerTo('read_file', { path: 'compose.yml' });
      expect(read).toContain(`2|  ${key}:\n3|    image: ${key}/${key}:latest # (${key})`);
    },
  );

  it('and a real key does not, nor is its mark written in its place', async () => {
    const key = 'sk-Zq3v9T1xYb7Lk2Mn8Wc4';
    upstream = await startScriptedUpstream();
    host = await startTestHost({ upstream: upstream.url });
    host.host.secrets.set('customKey', key);
    const file = path.join(host.workspace, 'app.conf');
    await writeFile(file, `key = ${key}\n`);
    expect(await answerTo('read_file', { path: 'app.conf' })).toContain('1|key = [redacted]');
    const written = await answerTo('write_file', { path: 'app.conf', content: 'key = [redacted]' });
    expect(written).toContain('was not written');
    expect(await readFile(file, 'utf8')).toBe(`key = ${key}\n`);
  });
});
