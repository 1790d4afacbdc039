import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import type { AgentRequest, AgentResult, AgentRun } from '../../../src/main/agent/agent.ts';
import { LogBuffer } from '../../../src/main/log/log-buffer.ts';
import { createLogger } from '../../../src/main/log/logger.ts';
import { createRedactor } from '../../../src/main/log/redactor.ts';
import { Runs } from '../../../src/main/runs/runs.ts';
import { describeRunError } from '../../../src/main/server/errors/error-response.ts';
import type { ResponseStore } from '../../../src/main/store/response-store.ts';
import { createTasks, type Tasks } from '../../../src/main/tasks/scheduler.ts';
import { noUsage } from '../../../src/shared/run-events.ts';
import type { Task, TaskInput } from '../../../src/shared/tasks.ts';
import { useStoreBench } from '../store/open-test-store.ts';

const bench = useStoreBench();
const minute = 60_000;
const day = 24 * 60 * minute;
const monday = Date.parse('2026-11-30T07:30:00Z');

const input: TaskInput = {
  name: 'Calendar',
  instructions: 'Look at my calendar.',
  schedule: { cron: '0 8 * * 1-5', timezone: 'UTC' },
};

interface Desk {
  tasks: Tasks;
  runs: Runs;
  asked: AgentRequest[];
  sent: [chat: string, text: string][];
  /** Resolves with the task whose run ends next. */
  nextEnd: () => Promise<Task>;
}

const desks: Desk[] = [];
afterEach(async () => {
  for (const { tasks, runs } of desks.splice(0)) {
    const stopped = tasks.stop();
    await runs.drain(0, 'server_stopped');
    await stopped;
  }
});

/** A host's tasks over a store of its own, with an agent that answers as it is told. */
function desk(
  clock: { now: number },
  options: {
    answer?: (request: AgentRequest, run: AgentRun) => Promise<AgentResult>;
    store?: ResponseStore;
    marker?: string;
    undelivered?: string;
  } = {},
): Desk {
  const asked: AgentRequest[] = [];
  const sent: Desk['sent'] = [];
  const runs = new Runs({
    agent: (request, run) => {
      asked.push(request);
      return (options.answer ?? answers('It is empty.'))(request, run);
    },
    describeError: describeRunError,
    limits: () => ({ maxConcurrentRuns: 10, maxQueuedRuns: 10, disconnectGraceSeconds: 0 }),
    modelName: () => 'scripted',
  });
  const tasks = createTasks({
    rows: (options.store ?? bench.open()).tasks,
    owner: 'owner',
    startRun: (work, origin) => runs.start(work, origin),
    deliverToChat: (chat, text) => {
      sent.push([chat, text]);
      return Promise.resolve(options.undelivered);
    },
    marker: options.marker,
    now: () => clock.now,
    logger: createLogger({
      level: 'error',
      source: 'test',
      redactor: createRedactor(),
      sinks: { buffer: new LogBuffer() },
    }),
  });
  tasks.start();
  const made = {
    tasks,
    runs,
    asked,
    sent,
    nextEnd: () =>
      new Promise<Task>((resolve) => {
        const leave = tasks.onFinished((task) => {
          leave();
          resolve(task);
        });
      }),
  };
  desks.push(made);
  return made;
}

const answers =
  (text: string) =>
  (_request: AgentRequest, run: AgentRun): Promise<AgentResult> => {
    const message = { role: 'assistant' as const, content: text };
    run.record(message);
    return Promise.resolve({
      outcome: {
        status: 'completed',
        finishReason: 'stop',
        usage: noUsage,
        clientToolCalls: [],
      } as unknown as AgentResult['outcome'],
      messages: [message],
    });
  };

it('a task runs at its time with its instructions, once, and says when it runs again', async () => {
  const clock = { now: monday };
  const { tasks, asked, nextEnd } = desk(clock);
  const task = await tasks.add({ ...input, approvals: 'ask' });
  expect(new Date(task.nextRunAt!).toISOString()).toBe('2026-11-30T08:00:00.000Z');
  await tasks.wake();
  expect(asked).toEqual([]);
  clock.now = task.nextRunAt! + 1000;
  const ended = nextEnd();
  void tasks.wake();
  expect(await ended).toMatchObject({
    running: false,
    failures: 0,
    lastRun: { status: 'completed', text: 'It is empty.', undelivered: null },
    nextRunAt: Date.parse('2026-12-01T08:00:00Z'),
  });
  expect(asked).toMatchObject([
    { messages: [{ role: 'user', content: 'Look at my calendar.' }], approvals: 'ask' },
  ]);
});

it('runs that were missed while the computer slept happen once, if the last is less than a day old', async () => {
  const clock = { now: monday };
  const { tasks, asked, nextEnd } = desk(clock);
  const { id } = await tasks.add({ ...input, schedule: { cron: '0 * * * *', timezone: 'UTC' } });
  clock.now += 5 * 60 * minute;
  const ended = nextEnd();
  void tasks.wake();
  await ended;
  expect(asked).toHaveLength(1);
  clock.now += 2 * day;
  const gone = new Promise<void>((resolve) => {
    const leave = tasks.onChange(() => {
      leave();
      resolve();
    });
  });
  void tasks.wake();
  await gone;
  await tasks.stop();
  expect(asked).toHaveLength(1);
  const task = await tasks.get(id);
  expect(task.nextRunAt).toBeGreaterThan(clock.now);
  expect(task.running).toBe(false);
});

it('two hosts on one store run a task once', async () => {
  const clock = { now: monday };
  const hosts = Array.from({ length: 2 }, () => desk(clock, { store: bench.open() }));
  const task = await hosts[0]!.tasks.add(input);
  for (let round = 0; round < 5; round += 1) {
    clock.now = (await hosts[0]!.tasks.get(task.id)).nextRunAt! + 1000;
    const ended = Promise.race(hosts.map(({ nextEnd }) => nextEnd()));
    for (const { tasks } of hosts) void tasks.wake();
    await ended;
    expect(hosts.flatMap(({ asked }) => asked)).toHaveLength(round + 1);
  }
});

it('a task that fails three times in a row is paused and says so, and begins anew when it is switched on', async () => {
  const clock = { now: monday };
  const { tasks, asked, nextEnd } = desk(clock, {
    answer: () => Promise.reject(new Error('no disk')),
  });
  const { id } = await tasks.add(input);
  for (let round = 0; round < 3; round += 1) {
    clock.now = (await tasks.get(id)).nextRunAt! + 1000;
    const ended = nextEnd();
    void tasks.wake();
    await ended;
  }
  const paused = await tasks.get(id);
  expect(paused).toMatchObject({ enabled: false, nextRunAt: null, failures: 3 });
  expect(paused.pausedBecause).toContain('3 times in a row');
  clock.now += day;
  void tasks.wake();
  const again = await tasks.change(id, { enabled: true });
  expect(again).toMatchObject({ enabled: true, failures: 0, pausedBecause: null });
  expect(again.nextRunAt).toBeGreaterThan(clock.now);
  expect(asked).toHaveLength(3);
});

it('a task whose host ended while it ran is told of, not run again, and free for its next time', async () => {
  const clock = { now: monday };
  const first = desk(clock, {
    answer: (_request, run) =>
      new Promise((_resolve, reject) => {
        run.signal.addEventListener('abort', () => reject(run.signal.reason as Error));
      }),
  });
  const { id } = await first.tasks.add(input);
  await first.tasks.runNow(id);
  await expect(first.tasks.runNow(id)).rejects.toThrow('runs already');
  expect((await first.tasks.get(id)).running).toBe(true);
  // What a host leaves that is ended by kill -9: the lease, which nobody renews.
  clock.now += 10 * minute;
  const second = desk(clock, { store: bench.open() });
  await second.tasks.wake();
  expect(await second.tasks.get(id)).toMatchObject({
    running: false,
    lastRun: { status: 'interrupted' },
    failures: 0,
  });
  expect(second.asked).toEqual([]);
});

it('an answer goes to the chat it is for, and what hinders that is told', async () => {
  const clock = { now: monday };
  const { tasks, sent, nextEnd } = desk(clock, { undelivered: 'Telegram is off.' });
  const { id } = await tasks.add({ ...input, deliver: 'telegram:42' });
  const ended = nextEnd();
  await tasks.runNow(id);
  expect((await ended).lastRun).toMatchObject({ undelivered: 'Telegram is off.' });
  expect(sent).toEqual([['telegram:42', 'It is empty.']]);
});

it('a single run is off when it is over', async () => {
  const clock = { now: monday };
  const { tasks, nextEnd } = desk(clock);
  await tasks.add({ ...input, schedule: { at: '2026-11-30T09:00:00+01:00' } });
  clock.now = Date.parse('2026-11-30T08:00:01Z');
  const ended = nextEnd();
  void tasks.wake();
  expect(await ended).toMatchObject({ enabled: false, nextRunAt: null });
});

it('a host without tasks does not open its store to know it', async () => {
  const clock = { now: monday };
  const marker = path.join(bench.folder, 'has-tasks');
  const { tasks } = desk(clock, { marker });
  // One without a marker, started later, has looked by the time it asks its store.
  const shared = bench.open({ url: pathToFileURL(path.join(bench.folder, 'shared.db')).href });
  await new Promise<void>((looked) => {
    const list = (): ReturnType<typeof shared.tasks.list> => {
      looked();
      return shared.tasks.list();
    };
    desk(clock, { store: { ...shared, tasks: { ...shared.tasks, list } } });
  });
  await tasks.stop();
  expect(existsSync(bench.file)).toBe(false);
  const { id } = await tasks.add(input);
  expect(existsSync(marker)).toBe(true);
  await tasks.remove(id);
  expect(existsSync(marker)).toBe(false);
});
