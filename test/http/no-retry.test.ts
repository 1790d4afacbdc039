import { afterEach, describe, expect, it } from 'vitest';
import type { RunOutcome } from '../../src/shared/run-events.ts';
import { startLibsqlServer } from '../support/libsql-server.ts';
import { endless, fails } from '../support/scripted-agents.ts';
import { call, scriptedAgent, startApp, type TestApp } from '../support/test-app.ts';
import { startTestHost } from '../support/test-host.ts';

/** The official SDKs repeat 408, 409, 429 and 5xx: with them the tools would run again. */

let app: TestApp | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

const chat = { messages: [{ role: 'user', content: 'Hi' }] };
const kept = { input: 'Hi', store: false };
const requests: [string, string, object][] = [
  ['a chat', '/v1/chat/completions', chat],
  ['a streamed chat', '/v1/chat/completions', { ...chat, stream: true }],
  ['a response', '/v1/responses', kept],
  ['a streamed response', '/v1/responses', { ...kept, stream: true }],
];

async function expectNoRetry(answer: Response, status: number): Promise<void> {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('x-should-retry')).toBe('false');
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  await answer.text();
}

describe.each(requests)('%s that has begun is not to be repeated', (_what, path, body) => {
  it.each([
    ['connection', 502],
    ['timeout', 504],
    ['rate_limit', 429],
  ] as const)('when the model service fails: %s', async (kind, status) => {
    app = await startApp({ agent: fails(kind) });
    await expectNoRetry(await call(app, path, { body }), status);
  });

  it('when it breaks by a bug of ours', async () => {
    app = await startApp({
      agent: scriptedAgent(() => {
        throw new TypeError('a bug');
      }),
    });
    await expectNoRetry(await call(app, path, { body }), 500);
  });
});

describe('a plain answer that has begun is not to be repeated', () => {
  it('when the person stops it', async () => {
    const { agent, started } = endless();
    app = await startApp({ agent });
    const answer = call(app, '/v1/chat/completions', { body: chat });
    await started;
    app.runs.active()[0]!.cancel('cancelled_by_user');
    await expectNoRetry(await answer, 400);
  });

  it('when the server is switched off', async () => {
    const { agent, started } = endless();
    app = await startApp({ agent });
    const answer = call(app, '/v1/chat/completions', { body: chat });
    await started;
    await app.control.stop({ graceMs: 0 });
    await expectNoRetry(await answer, 503);
  });

  it.each(requests.filter(([what]) => !what.includes('streamed')))(
    'when putting the answer together breaks: %s',
    async (_what, path, body) => {
      // An outcome that no agent should give.
      app = await startApp({ agent: scriptedAgent(() => ({}) as RunOutcome) });
      await expectNoRetry(await call(app, path, { body }), 500);
    },
  );

  it.each(requests.filter(([what]) => !what.includes('streamed')))(
    'when putting the answer together breaks once tools have run: %s',
    async (_what, path, body) => {
      app = await startApp({
        agent: scriptedAgent((_request, { emit }) => {
          const call = { callId: 'call_1', name: 'terminal' };
          emit({ type: 'tool.started', ...call, arguments: '{}', summary: '' });
          emit({ type: 'tool.finished', ...call, output: '', error: false, ms: 1 });
          return {} as RunOutcome;
        }),
      });
      const answer = await call(app, path, { body });
      await expectNoRetry(answer.clone(), 400);
      expect(await answer.json()).toMatchObject({
        error: {
          code: 'run_failed_after_tools',
          cause: { code: 'internal_error', status: 500 },
        },
      });
    },
  );
});

it('a response in the background that cannot be kept is not to be repeated', async () => {
  const database = await startLibsqlServer();
  const host = await startTestHost({ settings: { server: { databaseUrl: database.url } } });
  const create = (): Promise<Response> =>
    fetch(`${host.url}/v1/responses`, {
      method: 'POST',
      headers: host.headers,
      body: JSON.stringify({ input: 'Hi', background: true }),
    });
  expect((await create()).status).toBe(200);
  database.answerWith(500);
  await expectNoRetry(await create(), 503);
  database.answerWith(200);
  await host.close();
  await database.close();
});
