import { expect, it } from 'vitest';
import type { Agent } from '../../../../../src/main/agent/agent.ts';
import type { Run, RunOrigin } from '../../../../../src/main/runs/run.ts';
import { Runs } from '../../../../../src/main/runs/runs.ts';
import {
  createIdempotency,
  type Keep,
  type RepeatableRequest,
} from '../../../../../src/main/server/requests/idempotency/idempotency.ts';
import type { IdempotencyRecord } from '../../../../../src/main/store/response-store.ts';
import { describeRunError } from '../../../../../src/main/server/errors/error-response.ts';
import { outcome } from '../../../../support/test-app.ts';

const origin: RunOrigin = {
  api: 'chat.completions',
  requestId: 'req_1',
  client: 'test',
  method: 'POST',
  path: '/v1/chat/completions',
  headers: {},
  body: {},
};
const request: RepeatableRequest = {
  key: 'once',
  endpoint: 'chat.completions',
  apiKey: undefined,
  body: { messages: [] },
  origin,
};
const agentRequest = {
  messages: [{ role: 'user' as const, content: 'Hi' }],
  clientTools: [],
  parameters: {},
  conversationId: 'chat:1',
  client: 'test',
};

function createRuns(agent: Agent): Runs {
  return new Runs({
    agent,
    describeError: describeRunError,
    limits: () => ({ maxConcurrentRuns: 10, maxQueuedRuns: 32, disconnectGraceSeconds: 0 }),
    modelName: () => 'scripted',
  });
}

function startIn(runs: Runs): (keep: Keep) => Promise<Run> {
  return (keep) =>
    Promise.resolve(runs.start(keep({ prepare: () => Promise.resolve(agentRequest) }), origin));
}

it('keeps an answer for 24 hours, apart for each API key', async () => {
  const kept: { scope: string; expiresAt: number }[] = [];
  const idempotency = createIdempotency({
    store: {
      recall: () => Promise.resolve(undefined),
      remember: (record) => {
        kept.push(record);
        return Promise.resolve();
      },
    },
    now: () => 1_000,
  });
  const start = startIn(createRuns(() => Promise.resolve({ outcome: outcome(), messages: [] })));
  for (const apiKey of ['first', 'second', undefined]) {
    const run = await idempotency.run({ ...request, apiKey }, start);
    await run.finished;
  }
  expect(kept.map(({ expiresAt }) => expiresAt)).toEqual(Array(3).fill(1_000 + 86_400_000));
  expect(new Set(kept.map(({ scope }) => scope)).size).toBe(3);
});

it('knows a body of megabytes again, and tells it from another', async () => {
  const idempotency = createIdempotency({
    store: { recall: () => Promise.resolve(undefined), remember: () => Promise.resolve() },
  });
  const start = startIn(createRuns(() => new Promise(() => {})));
  const send = (text: string): Promise<Run> =>
    idempotency.run({ ...request, body: { messages: ['ä😀'.repeat(2 ** 20), text] } }, start);
  const [first, second] = await Promise.all([send('one'), send('one')]);
  expect(second).toBe(first);
  await expect(send('two')).rejects.toMatchObject({ status: 409 });
});

it('begins anew for a client that comes back while its dropped run is still ending', async () => {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let asked = 0;
  const agent: Agent = async (_request, { signal }) => {
    asked += 1;
    if (asked === 1) {
      // As a model service that takes its time to hang up.
      await ended;
      signal.throwIfAborted();
    }
    return { outcome: outcome(), messages: [] };
  };
  const idempotency = createIdempotency({
    store: { recall: () => Promise.resolve(undefined), remember: () => Promise.resolve() },
  });
  const begin = startIn(createRuns(agent));

  const dropped = await idempotency.run(request, begin);
  dropped.hold()();
  expect(dropped.stopping).toBe(true);
  const retries = [idempotency.run(request, begin), idempotency.run(request, begin)];
  end();
  const [first, second] = await Promise.all(retries);
  await first!.finished;

  expect(dropped.status).toBe('cancelled');
  expect(first!.status).toBe('completed');
  expect(second).toBe(first);
  expect(asked).toBe(2);
});

it('does not run tools again for a client that comes back after its host has died', async () => {
  const kept = new Map<string, IdempotencyRecord>();
  const store = {
    recall: (scope: string) => Promise.resolve(kept.get(scope)),
    remember: (record: IdempotencyRecord) => {
      kept.set(record.scope, record);
      return Promise.resolve();
    },
  };
  let end = (): void => {};
  let asked = 0;
  const agent: Agent = async (_request, { emit }) => {
    asked += 1;
    await new Promise<void>((resolve) => {
      end = resolve;
      emit({ type: 'text.delta', text: 'I look.' });
      emit({ type: 'tool.started', callId: 'c', name: 'terminal', arguments: '{}', summary: 'ls' });
    });
    return { outcome: outcome(), messages: [] };
  };
  /** A host that knows nothing but what is kept. */
  const comeBack = (): Promise<Run> => createIdempotency({ store }).run(request, begin);
  const begin = startIn(createRuns(agent));

  const first = await comeBack();
  await expect.poll(() => kept.size).toBe(1);
  const after = await comeBack();
  expect(after.id).toBe(first.id);
  expect(after.log.events.at(-1)).toMatchObject({
    type: 'run.cancelled',
    reason: 'server_stopped',
  });
  expect(after.log.events).toContainEqual(expect.objectContaining({ text: 'I look.' }));

  end();
  await first.finished;
  expect((await comeBack()).status).toBe('completed');
  expect(asked).toBe(1);
});

it('tells the failure of a run whose tools ran and whose answer cannot be kept', async () => {
  const store = {
    recall: () => Promise.resolve(undefined),
    remember: () => Promise.reject(new Error('the disk is full')),
  };
  const agent: Agent = (_request, { emit }) => {
    emit({ type: 'tool.started', callId: 'c', name: 'terminal', arguments: '{}', summary: 'ls' });
    return Promise.resolve({ outcome: outcome(), messages: [] });
  };
  const run = await createIdempotency({ store }).run(request, startIn(createRuns(agent)));
  await run.finished;
  expect(run.status).toBe('failed');
});
