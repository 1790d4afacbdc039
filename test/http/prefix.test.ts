import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ScriptedRequest } from '../support/scripted-upstream.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
  upstream.replyWith(() => ({ text: 'ok' }));
  host = await startTestHost({
    upstream: upstream.url,
    // The tool that searches is there only with a provider.
    settings: { agent: { webSearchProvider: 'searxng', searxngUrl: 'http://127.0.0.1:1' } },
  });
});
afterEach(async () => {
  await host.close();
  await upstream.close();
});

/** Characters before the first word, all tools on and nothing remembered. */
const longestPrefix = 10_000;

async function chat(): Promise<ScriptedRequest> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
  return upstream.requests.at(-1)!;
}

it('the fixed prefix is at most 10,000 characters with everything on', async () => {
  const { messages, tools = [] } = (await chat()).body;
  const parts: [string, number][] = [
    ['system prompt', String(messages[0]!.content).length],
    ...tools.map((tool): [string, number] => [
      'function' in tool ? tool.function.name : tool.type,
      JSON.stringify(tool).length,
    ]),
  ];
  const sum = parts.reduce((total, [, length]) => total + length, 0);
  const lines = parts.map(([name, length]) => `  ${String(length).padStart(6)}  ${name}`);
  process.stdout.write(`characters of the fixed prefix:\n${lines.join('\n')}\n  ${sum}  in all\n`);
  expect(sum).toBeLessThanOrEqual(longestPrefix);
});
