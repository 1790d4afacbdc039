import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import type { Task, TaskRun, TaskSchedule } from '../../shared/tasks.ts';
import type { RunEvent } from '../../shared/run-events.ts';
import type { AgentRequest } from '../agent/agent.ts';
import type { Logger } from '../log/logger.ts';
import { redacted } from '../log/redactor.ts';
import type { RunWork } from '../runs/active-run.ts';
import type { Run, RunOrigin } from '../runs/run.ts';
import type { StoredTask, StoredTasks } from '../store/tasks.ts';
import { nextRunAt } from './schedule.ts';
import {
  createTaskBook,
  outcomeAfter,
  outcomeOf,
  taskOf,
  unknownTask,
  type TaskBook,
} from './task-book.ts';
import { TaskError } from './task-error.ts';

/** How often the clock is looked at: after sleep, and for what another host changed. */
const lookMs = 30_000;
/** A host that stops for longer has lost the task it ran. */
const leaseMs = 120_000;
/** A run missed for longer is left out. */
const tooLateMs = 24 * 60 * 60 * 1000;
/** Characters of an answer that are kept with the task; the run has all of it. */
const longestText = 4_000;

/** The tasks of a host, and their runs. */
export interface Tasks extends TaskBook {
  /**
   * Runs a task now, out of turn.
   * @returns the run, which has begun
   * @throws {TaskError} `unknown`, `running`; `TooManyRunsError` when the queue is full
   */
  runNow(id: string): Promise<Run>;
  /** Calls the listener after every change of any task. Returns an unsubscribe function. */
  onChange(listener: () => void): () => void;
  /** Calls the listener with a task whose run has ended. Returns an unsubscribe function. */
  onFinished(listener: (task: Task) => void): () => void;
  /** From now on tasks run when they are due. */
  start(): void;
  /** Looks at the clock at once: to be called after sleep. Resolves once it has looked. */
  wake(): Promise<void>;
  /** Starts no more; resolves once what became of the runs under way is written down. */
  stop(): Promise<void>;
}

export interface TasksParts {
  rows: StoredTasks;
  owner: string;
  /** Starts a run of the agent. */
  startRun: (work: RunWork, origin: RunOrigin) => Run;
  /** Brings an answer to a chat; says why where it cannot. */
  deliverToChat: (chat: string, text: string) => Promise<string | undefined>;
  /**
   * A file that is there while there are tasks, so that a host without any need not open its store to
   * know it. Undefined where other hosts share the store: then it is always looked at.
   */
  marker: string | undefined;
  now: () => number;
  logger: Logger;
}

/** Tasks over a store. Nothing happens, and the store is not opened, before it is needed. */
export function createTasks(parts: TasksParts): Tasks {
  const { rows, marker, now, logger } = parts;
  const listeners = new Set<() => void>();
  const finishedListeners = new Set<(task: Task) => void>();
  const underWay = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let started = false;
  let looking: Promise<void> | undefined;
  let again = false;

  const changed = (): void => {
    for (const listener of listeners) listener();
    if (started) lookSoon();
  };
  const book = createTaskBook({ rows, owner: parts.owner, now, changed });

  const lookSoon = (ms = 0): void => {
    clearTimeout(timer);
    if (started) timer = setTimeout(() => void look(), ms).unref();
  };
  const look = async (): Promise<void> => {
    // What changed while one look was under way is seen by the next.
    again = looking !== undefined;
    looking ??= lookNow()
      .catch((error: unknown) => {
        logger.error('The tasks could not be looked at; it is tried again', { error });
        return lookMs;
      })
      .then((ms) => {
        looking = undefined;
        lookSoon(again ? 0 : ms);
      });
    await looking;
  };

  /** Runs what is due. @returns milliseconds until the next look */
  const lookNow = async (): Promise<number> => {
    if (marker !== undefined && !existsSync(marker)) return lookMs;
    const all = await rows.list();
    for (const row of all) {
      if (row.leaseUntil !== null && row.leaseUntil < now()) await tellInterrupted(row);
      if (started && isDue(row)) await runDue(row);
    }
    const soonest = Math.min(
      ...all.flatMap(({ enabled, nextRun }) => (enabled && nextRun !== null ? [nextRun] : [])),
    );
    return Math.max(0, Math.min(lookMs, soonest > now() ? soonest - now() : lookMs));
  };

  const isDue = ({ enabled, nextRun, leaseUntil }: StoredTask): boolean =>
    enabled && nextRun !== null && nextRun <= now() && (leaseUntil === null || leaseUntil < now());

  const runDue = async (row: StoredTask): Promise<void> => {
    const due = row.nextRun!;
    const { schedule, name } = taskOf(row, now());
    const next = nextRunAt(schedule, now());
    const lease = now() + leaseMs;
    // Another host may have been faster.
    if (!(await rows.take(row.id, { until: lease, now: now() }, { at: due, next }))) return;
    if (now() - due < tooLateMs) {
      await begin(row, lease).catch((error: unknown) => {
        logger.warn(`The task "${name}" did not begin`, { error });
      });
      return;
    }
    logger.warn(`The task "${name}" was missed by more than a day and is left out`, { id: row.id });
    await rows.release(row.id, lease, { outcome: row.outcome, enabled: stays(schedule) });
    changed();
  };

  /** A task whose host ended while it ran. What it did is done: it is not run again. */
  const tellInterrupted = async (row: StoredTask): Promise<void> => {
    const at = row.leaseUntil!;
    const outcome = outcomeAfter(outcomeOf(row), {
      runId: null,
      startedAt: at - leaseMs,
      endedAt: at,
      status: 'interrupted',
      text: 'Hermes Tray ended while the task ran.',
      undelivered: null,
    });
    const enabled = stays(taskOf(row, now()).schedule);
    if (await rows.release(row.id, at, { outcome, enabled })) changed();
    row.leaseUntil = null;
  };

  const begin = async (row: StoredTask, lease: number): Promise<Run> => {
    const task = taskOf(row, now());
    const startedAt = now();
    let run: Run;
    try {
      run = parts.startRun(
        { prepare: () => Promise.resolve(requestOf(task)), background: true },
        originOf(task),
      );
    } catch (error) {
      // The queue is full.
      const text = error instanceof Error ? error.message : String(error);
      await finish(row, lease, { ...notBegun(startedAt, now()), text });
      throw error;
    }
    logger.info(`Task "${task.name}" runs`, { id: task.id, runId: run.id });
    const ended = follow(row, lease, run, startedAt).catch((error: unknown) => {
      logger.error(`What became of the task "${task.name}" could not be written down`, { error });
    });
    underWay.add(ended);
    void ended.finally(() => underWay.delete(ended));
    changed();
    return run;
  };

  /** Holds the lease until the run has ended, brings the answer where it is to go, and writes it down. */
  const follow = async (
    row: StoredTask,
    first: number,
    run: Run,
    startedAt: number,
  ): Promise<void> => {
    let lease = first;
    const renew = setInterval(() => {
      const until = now() + leaseMs;
      rows.renew(row.id, { from: lease, until }).then(
        (ours) => {
          if (ours) lease = until;
        },
        (error: unknown) => logger.warn('The lease of a task was not renewed', { error }),
      );
    }, leaseMs / 4);
    try {
      await run.finished;
    } finally {
      clearInterval(renew);
    }
    const { status, text } = endOf(run.log.events.at(-1), run);
    const { deliver, name } = taskOf(row, now());
    const toChat = deliver.includes(':') && status !== 'interrupted' && status !== 'cancelled';
    const undelivered = toChat
      ? await parts.deliverToChat(deliver, status === 'completed' ? text : `${name}: ${text}`)
      : undefined;
    await finish(row, lease, {
      runId: run.id,
      startedAt,
      endedAt: now(),
      status,
      text: text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text,
      undelivered: undelivered ?? null,
    });
  };

  const finish = async (row: StoredTask, lease: number, run: TaskRun): Promise<void> => {
    const outcome = outcomeAfter(outcomeOf(row), run);
    const { schedule, name } = taskOf(row, now());
    const enabled = outcome.pausedBecause === null ? stays(schedule) : false;
    if (outcome.pausedBecause) logger.warn(`Task "${name}" is paused. ${outcome.pausedBecause}`);
    await rows.release(row.id, lease, { outcome, enabled });
    changed();
    const after = (await rows.list()).find(({ id }) => id === row.id);
    if (after) for (const listener of finishedListeners) listener(taskOf(after, now()));
  };

  const mark = async (): Promise<void> => {
    if (marker === undefined) return;
    if ((await rows.list()).length > 0) writeFileSync(marker, '');
    else rmSync(marker, { force: true });
  };

  return {
    list: () => book.list(),
    get: (id) => book.get(id),
    async add(input) {
      if (marker !== undefined) writeFileSync(marker, '');
      return book.add(input);
    },
    change: (id, patch) => book.change(id, patch),
    async remove(id) {
      await book.remove(id);
      await mark();
    },
    async runNow(id) {
      const row = (await rows.list()).find((each) => each.id === id);
      if (!row) throw unknownTask(id);
      const lease = now() + leaseMs;
      if (!(await rows.take(id, { until: lease, now: now() }))) {
        throw new TaskError('running', `The task "${id}" runs already.`);
      }
      return begin(row, lease);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onFinished(listener) {
      finishedListeners.add(listener);
      return () => finishedListeners.delete(listener);
    },
    start() {
      started = true;
      lookSoon();
    },
    wake: () => (started ? look() : Promise.resolve()),
    async stop() {
      started = false;
      clearTimeout(timer);
      await looking;
      await Promise.all(underWay);
    },
  };
}

/** What runs once is off afterwards; undefined: it stays as it is. */
function stays(schedule: TaskSchedule): false | undefined {
  return 'at' in schedule ? false : undefined;
}

function notBegun(startedAt: number, endedAt: number): Omit<TaskRun, 'text'> {
  return { runId: null, startedAt, endedAt, status: 'failed', undelivered: null };
}

function requestOf({ id, instructions, approvals }: Task): AgentRequest {
  return {
    messages: [{ role: 'user', content: instructions }],
    instructions:
      'This is a task that runs by itself at its time; nobody is there to answer. Do it, and answer with what the person should read about it.',
    clientTools: [],
    parameters: {},
    // The exact sign of a chat, whatever its words look like.
    task: '',
    conversationId: `task:${id}:${randomUUID()}`,
    approvals,
    client: 'Task',
  };
}

// As the request that runs it out of turn, so that it can be copied as such.
function originOf({ id, name, instructions }: Task): RunOrigin {
  return {
    api: 'task',
    requestId: id,
    client: `Task: ${name}`,
    method: 'POST',
    path: `/v1/tasks/${id}/run`,
    headers: { authorization: redacted, 'content-type': 'application/json' },
    body: { name, instructions },
  };
}

function endOf(event: RunEvent | undefined, run: Run): Pick<TaskRun, 'status' | 'text'> {
  if (event?.type === 'run.failed') return { status: 'failed', text: event.error.message };
  if (event?.type !== 'run.cancelled') return { status: 'completed', text: answerOf(run) };
  return event.reason === 'server_stopped'
    ? { status: 'interrupted', text: 'Hermes Tray was stopped while the task ran.' }
    : { status: 'cancelled', text: 'It was stopped.' };
}

/** The text of the last message in which the agent said something. */
function answerOf({ messages }: Run): string {
  const last = messages.findLast(
    ({ role, content }) => role === 'assistant' && typeof content === 'string' && content !== '',
  );
  return (last?.content as string | undefined) ?? '';
}
