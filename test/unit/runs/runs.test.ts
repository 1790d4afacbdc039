import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Agent, AgentRequest } from '../../../src/main/agent/agent.ts';
import type { RunOrigin } from '../../../src/main/runs/run.ts';
import { Runs } from '../../../src/main/runs/runs.ts';
import { titleOf } from '../../../src/main/runs/run-title.ts';
import { TooManyRunsError } from '../../../src/main/runs/too-many-runs-error.ts';
import { noUsage, type RunError } from '../../../src/shared/run-events.ts';
import { collectGarbage, memoryHeldBy } from '../../support/collect-garbage.ts';

const request: AgentRequest = {
  messages: [{ role: 'user', content: 'hi' }],
  clientTools: [],
  parameters: {},
  conversationId: 'c',
  client: 'test',
};
const origin: RunOrigin = {
  api: 'chat.completions',
  requestId: 'r',
  client: 'test',
  method: 'POST',
  path: '/v1/chat/completions',
  headers: {},
  body: {},
};
const completed = {
  outcome: { status: 'completed', finishReason: 'stop', clientToolCalls: [], usage: noUsage },
  messages: [],
} as const satisfies Awaited<ReturnType<Agent>>;

function describeError(error: unknown): RunError {
  return { message: (error as Error).message, type: 'server_error', code: 'test', status: 500 };
}

function createRuns(
  agent: Agent,
  limits: Partial<ReturnType<ConstructorParameters<typeof Runs>[0]['limits']>> = {},
): Runs {
  return new Runs({
    agent,
    describeError,
    modelName: () => 'test',
    limits: () => ({
      maxConcurrentRuns: 10,
      maxQueuedRuns: 32,
      disconnectGraceSeconds: 0,
      ...limits,
    }),
  });
}

/** An agent whose runs wait until they are let go or aborted. */
function gatedAgent(): { agent: Agent; release: (count?: number) => void; started: () => number } {
  const gates: (() => void)[] = [];
  let started = 0;
  return {
    started: () => started,
    release: (count = gates.length) => gates.splice(0, count).forEach((open) => open()),
    agent: (_, { signal }) => {
      started += 1;
      return new Promise((resolve, reject) => {
        gates.push(() => resolve(completed));
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('runs', () => {
  it('logs a run from start to end', async () => {
    const runs = createRuns(async (_, run) => {
      run.emit({ type: 'text.delta', text: 'hello' });
      run.record({ role: 'assistant', content: 'hello' });
      return completed;
    });
    const run = runs.start(request, origin);
    expect(run.status).toBe('queued');
    await run.finished;
    const at: unknown = expect.any(Number);
    expect(run.log.events).toEqual([
      { type: 'run.started', runId: run.id, model: 'test', at },
      { type: 'text.delta', text: 'hello', at },
      { type: 'run.completed', outcome: completed.outcome, at },
    ]);
    expect(run.messages).toEqual([{ role: 'assistant', content: 'hello' }]);
    expect(run.status).toBe('completed');
  });

  it('tells a failure in words, with the usage so far', async () => {
    const runs = createRuns(async (_, run) => {
      const usage = { ...noUsage, inputTokens: 7 };
      run.emit({ type: 'model.finished', call: 1, ms: 1, finishReason: 'stop', usage });
      throw new Error('the model is gone');
    });
    const run = runs.start(request, origin);
    await run.finished;
    expect(run.log.events.at(-1)).toMatchObject({
      type: 'run.failed',
      error: { message: 'the model is gone' },
      usage: { inputTokens: 7 },
    });
    expect(run.status).toBe('failed');
  });

  it('keeps what was said before a failure', async () => {
    const runs = createRuns(async (_, run) => {
      run.record({ role: 'assistant', content: 'Let me look.' });
      run.emit({ type: 'text.delta', text: 'I fou' });
      throw new Error('the model is gone');
    });
    const run = runs.start(request, origin);
    await run.finished;
    expect(run.log.events).toMatchObject([
      { type: 'run.started' },
      { type: 'text.delta', text: 'I fou' },
      { type: 'run.failed' },
    ]);
    expect(run.messages).toEqual([{ role: 'assistant', content: 'Let me look.' }]);
  });

  it('stops what a failed run has left under way', async () => {
    let left: AbortSignal | undefined;
    const runs = createRuns(async (_, { signal }) => {
      left = signal;
      throw new Error('one of two calls broke');
    });
    const run = runs.start(request, origin);
    await run.finished;
    expect(run.log.events.at(-1)).toMatchObject({ type: 'run.failed' });
    expect(left!.aborted).toBe(true);
    expect(run.stopping).toBe(false);
  });

  it('lets only so many run at once, first come, first served', async () => {
    const { agent, release, started } = gatedAgent();
    const runs = createRuns(agent, { maxConcurrentRuns: 2 });
    const all = [1, 2, 3].map(() => runs.start(request, origin));
    await settled();
    expect(started()).toBe(2);
    expect(all.map((run) => run.status)).toEqual(['in_progress', 'in_progress', 'queued']);
    release(1);
    await all[0]!.finished;
    await settled();
    expect(all[2]!.status).toBe('in_progress');
    release();
    await Promise.all(all.map((run) => run.finished));
  });

  it('refuses a run when the queue is full, and takes one again when a place is free', async () => {
    const { agent, release } = gatedAgent();
    const runs = createRuns(agent, { maxConcurrentRuns: 1, maxQueuedRuns: 1 });
    const first = runs.start(request, origin);
    const second = runs.start(request, origin);
    expect(() => runs.start(request, origin)).toThrow(TooManyRunsError);
    await settled();
    release();
    await first.finished;
    const third = runs.start(request, origin);
    await settled();
    release();
    await settled();
    release();
    await Promise.all([second.finished, third.finished]);
  });

  it('cancels a run that waits without ever calling the agent', async () => {
    const { agent, release, started } = gatedAgent();
    const runs = createRuns(agent, { maxConcurrentRuns: 1 });
    const first = runs.start(request, origin);
    const second = runs.start(request, origin);
    second.cancel('cancelled_by_user');
    await second.finished;
    expect(second.log.events).toMatchObject([
      { type: 'run.cancelled', reason: 'cancelled_by_user' },
    ]);
    release();
    await first.finished;
    expect(started()).toBe(1);
  });

  it('stops a run when its last client has left', async () => {
    const { agent } = gatedAgent();
    const runs = createRuns(agent);
    const run = runs.start(request, origin);
    const leave = [run.hold(), run.hold()];
    leave[0]!();
    leave[0]!();
    expect(run.stopping).toBe(false);
    leave[1]!();
    expect(run.stopping).toBe(true);
    await run.finished;
    expect(run.log.events.at(-1)).toMatchObject({
      type: 'run.cancelled',
      reason: 'client_disconnected',
    });
  });

  it('keeps a run going through the grace time when a client comes back', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { agent, release } = gatedAgent();
    const runs = createRuns(agent, { disconnectGraceSeconds: 60 });
    const run = runs.start(request, origin);
    run.hold()();
    vi.advanceTimersByTime(59_000);
    run.hold();
    vi.advanceTimersByTime(59_000);
    await settled();
    release();
    await run.finished;
    expect(run.status).toBe('completed');
  });

  it('keeps a background run going with nobody watching', async () => {
    const { agent, release } = gatedAgent();
    const runs = createRuns(agent);
    const run = runs.start({ prepare: async () => request, background: true }, origin);
    run.hold()();
    await settled();
    release();
    await run.finished;
    expect(run.status).toBe('completed');
  });

  it('logs the end only after what must be stored is stored', async () => {
    const order: string[] = [];
    const runs = createRuns(async () => completed);
    const run = runs.start(
      {
        prepare: async () => request,
        finish: async (ending) => {
          await settled();
          order.push(`stored ${ending.type}`);
        },
      },
      origin,
    );
    run.log.subscribe(0, (event) => order.push(event.type));
    await run.finished;
    expect(order).toEqual(['run.started', 'stored run.completed', 'run.completed']);
  });

  it('fails a run whose answer could not be stored', async () => {
    const runs = createRuns(async () => completed);
    const run = runs.start(
      {
        prepare: async () => request,
        finish: () => Promise.reject(new Error('the disk is full')),
      },
      origin,
    );
    await run.finished;
    expect(run.log.events.at(-1)).toMatchObject({
      type: 'run.failed',
      error: { message: 'the disk is full' },
    });
    expect(run.status).toBe('failed');
  });

  it('tells finish of a run that failed to prepare, and frees no place it never had', async () => {
    const endings: string[] = [];
    const runs = createRuns(async () => completed, { maxConcurrentRuns: 1 });
    const failing = runs.start(
      {
        prepare: () => Promise.reject(new Error('no such conversation')),
        finish: async (ending) => {
          endings.push(ending.type);
        },
      },
      origin,
    );
    await failing.finished;
    expect(endings).toEqual(['run.failed']);
    const next = runs.start(request, origin);
    await next.finished;
    expect(next.status).toBe('completed');
  });

  it('drains: waits for runs to finish, then stops the rest', async () => {
    const { agent } = gatedAgent();
    const runs = createRuns(agent);
    const run = runs.start(request, origin);
    await runs.drain(1, 'server_stopped');
    expect(run.log.events.at(-1)).toMatchObject({
      type: 'run.cancelled',
      reason: 'server_stopped',
    });
    expect(runs.active()).toEqual([]);
  });

  it('keeps the latest 200 finished runs and forgets the others', async () => {
    const runs = createRuns(async () => completed);
    const first = runs.start(request, origin);
    await first.finished;
    for (let i = 0; i < 200; i += 1) await runs.start(request, origin).finished;
    expect(runs.get(first.id)).toBeUndefined();
    expect(runs.list()).toHaveLength(200);
  });

  it('lists the newest first, whatever the clock says', async () => {
    const { agent, release } = gatedAgent();
    const runs = createRuns(agent);
    onTestFinished(() => void vi.useRealTimers());
    vi.useFakeTimers({ toFake: ['Date'] });
    const all = [runs.start(request, origin)];
    for (const ms of [86_400_000, -2 * 86_400_000]) {
      vi.setSystemTime(Date.now() + ms);
      all.push(runs.start(request, origin));
    }
    const newestFirst = all.map(({ id }) => id).toReversed();
    expect(runs.list().map(({ id }) => id)).toEqual(newestFirst);
    await settled();
    release(2);
    await settled();
    expect(runs.list().map(({ id }) => id)).toEqual(newestFirst);
    release();
  });

  it('keeps fewer finished runs when they are large, and the latest one always', async () => {
    const runs = createRuns(async (_, { emit }) => {
      emit({ type: 'text.delta', text: 'x'.repeat(20 * 2 ** 20) });
      return completed;
    });
    const all = [];
    for (let i = 0; i < 5; i += 1) {
      const run = runs.start(request, origin);
      await run.finished;
      all.push(run);
    }
    expect(runs.list().map(({ id }) => id)).toEqual(
      all
        .slice(2)
        .map(({ id }) => id)
        .toReversed(),
    );
  });

  it('lets go of the request when the run is over', async () => {
    const runs = createRuns(async () => completed);
    const held = new WeakRef({ ...request });
    const run = runs.start(held.deref()!, origin);
    await run.finished;
    await collectGarbage();
    expect(runs.get(run.id)).toBe(run);
    expect(held.deref()).toBeUndefined();
  });

  it('keeps of what was said no more than a title', async () => {
    const title = (n: number): string => {
      const content = Buffer.alloc(2 ** 20, `${n}x`).toString('latin1');
      return titleOf([{ role: 'user', content }]);
    };
    const titles = () => Array.from({ length: 50 }, (_, n) => title(n));
    expect(await memoryHeldBy(titles)).toBeLessThan(5 * 2 ** 20);
  });
});
