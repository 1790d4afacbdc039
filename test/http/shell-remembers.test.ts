import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

/** The shell of a conversation, as a model sees it through both APIs. */

let upstream: ScriptedUpstream;
let host: TestHost;
let app: string;
beforeAll(async () => {
  ({ upstream, host } = await startHostWithUpstream());
  app = path.join(await realpath(host.workspace), 'app');
  await mkdir(app);
});
afterAll(async () => {
  await closeBoth({ host, upstream });
});

/** Lets the model run commands, one reply each; gives what it reads of the last. */
async function commands(
  list: readonly string[],
  request: { path: string; body: object; headers?: Record<string, string> },
): Promise<Record<string, unknown>> {
  const before = upstream.requests.length;
  const calls = list.map((command) => ({
    toolCalls: [{ name: 'terminal', arguments: { command } }],
  }));
  upstream.reply(...calls, { text: 'done' });
  const response = await fetch(`${host.url}/v1/${request.path}`, {
    method: 'POST',
    headers: { ...host.headers, ...request.headers },
    body: JSON.stringify(request.body),
  });
  expect(response.status).toBe(200);
  await response.text();
  const last = upstream.requests[before + list.length]!.body.messages.at(-1)!;
  return JSON.parse(last.content as string) as Record<string, unknown>;
}

const chat = (session?: string) => ({
  path: 'chat/completions',
  body: { messages: [{ role: 'user', content: 'go' }] },
  ...(session ? { headers: { 'x-hermes-session-id': session } } : {}),
});
const response = (conversation: string) => ({
  path: 'responses',
  body: { input: 'go', conversation },
});

describe.skipIf(process.platform === 'win32')('the shell remembers', () => {
  it('within one request', async () => {
    expect(await commands(['cd app && export K=1', 'echo "$PWD $K"'], chat())).toEqual({
      output: `${app} 1`,
      exit_code: 0,
      cwd: app,
    });
  });

  it('from one chat completion to the next of a session, and not to another', async () => {
    await commands(['cd app'], chat('one'));
    expect(await commands(['pwd'], chat('one'))).toMatchObject({ output: app });
    expect(await commands(['pwd'], chat('two'))).toMatchObject({ output: path.dirname(app) });
    expect(await commands(['pwd'], chat())).toMatchObject({ output: path.dirname(app) });
  });

  it('from one response to the next of a conversation, and not to another', async () => {
    await commands(['cd app'], response('one'));
    expect(await commands(['pwd'], response('one'))).toMatchObject({ output: app });
    expect(await commands(['pwd'], response('two'))).toMatchObject({ output: path.dirname(app) });
  });
});
