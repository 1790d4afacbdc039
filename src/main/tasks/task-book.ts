import { randomUUID } from 'node:crypto';
import type {
  Task,
  TaskDefinition,
  TaskInput,
  TaskPatch,
  TaskRun,
  TaskRunStatus,
} from '../../shared/tasks.ts';
import { mostFailures, taskInputSchema } from '../../shared/tasks.ts';
import type { StoredTask, StoredTasks } from '../store/tasks.ts';
import { firstRunAt, nextRunAt } from './schedule.ts';
import { TaskError } from './task-error.ts';

/** Tasks that there may be. */
const mostTasks = 500;

/** What is stored of what became of a task. */
export interface TaskOutcome {
  lastRun: TaskRun | null;
  failures: number;
  pausedBecause: string | null;
}

const nothingYet: TaskOutcome = { lastRun: null, failures: 0, pausedBecause: null };

/** The tasks as people and the agent work with them. Rejects with `StoreError` when the store fails. */
export interface TaskBook {
  /** All of them, the oldest first. */
  list(): Promise<Task[]>;
  /** @throws {TaskError} `unknown` */
  get(id: string): Promise<Task>;
  /** @throws {TaskError} `schedule`, `many` */
  add(input: TaskInput): Promise<Task>;
  /** What is left out stays. Switched on again, a task has no failures. @throws {TaskError} `unknown`, `schedule` */
  change(id: string, patch: TaskPatch): Promise<Task>;
  /** A run under way goes on. @throws {TaskError} `unknown` */
  remove(id: string): Promise<void>;
}

export interface TaskBookParts {
  rows: StoredTasks;
  /** Whose the tasks of this host are. */
  owner: string;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Called after every change. */
  changed: () => void;
}

/** The tasks of a store. */
export function createTaskBook({ rows, owner, now, changed }: TaskBookParts): TaskBook {
  const find = async (id: string): Promise<StoredTask> => {
    const found = (await rows.list()).find((row) => row.id === id);
    if (!found) throw unknownTask(id);
    return found;
  };
  return {
    list: async () => (await rows.list()).map((row) => taskOf(row, now())),
    get: async (id) => taskOf(await find(id), now()),
    async add(input) {
      const definition = taskInputSchema.parse(input);
      const first = firstRunAt(definition.schedule, now());
      if ((await rows.list()).length >= mostTasks) {
        throw new TaskError('many', `There are ${mostTasks} tasks already; remove some first.`);
      }
      const row: StoredTask = {
        id: `task_${randomUUID().replaceAll('-', '').slice(0, 16)}`,
        owner,
        definition,
        enabled: definition.enabled,
        createdAt: now(),
        nextRun: definition.enabled ? first : null,
        leaseUntil: null,
        outcome: nothingYet,
      };
      await rows.add(row);
      changed();
      return taskOf(row, now());
    },
    async change(id, patch) {
      const row = await find(id);
      const before = definitionOf(row);
      const definition = { ...before, ...patch };
      const again = definition.enabled && !before.enabled;
      const due =
        patch.schedule !== undefined || again
          ? // One that is off may keep a time that is over.
            definition.enabled
            ? firstRunAt(definition.schedule, now())
            : nextRunAt(definition.schedule, now())
          : row.nextRun;
      const next: StoredTask = {
        ...row,
        definition,
        enabled: definition.enabled,
        nextRun: definition.enabled ? due : null,
        ...(again ? { outcome: { ...outcomeOf(row), failures: 0, pausedBecause: null } } : {}),
      };
      const { enabled, nextRun } = next;
      const change = { definition, enabled, nextRun, ...(again ? { outcome: next.outcome } : {}) };
      if (!(await rows.change(id, change))) throw unknownTask(id);
      changed();
      return taskOf(next, now());
    },
    async remove(id) {
      if (!(await rows.remove(id))) throw unknownTask(id);
      changed();
    },
  };
}

/** What a task is once a run of it has ended so: three failures in a row switch it off. */
export function outcomeAfter(before: TaskOutcome, run: TaskRun): TaskOutcome {
  const failures = afterRun[run.status](before.failures);
  return {
    lastRun: run,
    failures,
    pausedBecause:
      failures >= mostFailures
        ? `It failed ${failures} times in a row. The last time: ${run.text}`
        : null,
  };
}

/** A person's stop and the end of the program say nothing about the task. */
const afterRun: Record<TaskRunStatus, (failures: number) => number> = {
  completed: () => 0,
  failed: (failures) => failures + 1,
  cancelled: (failures) => failures,
  interrupted: (failures) => failures,
};

/** A stored task as everybody else sees it. */
export function taskOf(row: StoredTask, now: number): Task {
  return {
    ...definitionOf(row),
    ...outcomeOf(row),
    id: row.id,
    createdAt: row.createdAt,
    nextRunAt: row.enabled ? row.nextRun : null,
    running: row.leaseUntil !== null && row.leaseUntil >= now,
  };
}

/** The error of an id that no task has. */
export function unknownTask(id: string): TaskError {
  return new TaskError('unknown', `There is no task "${id}".`);
}

export function outcomeOf({ outcome }: StoredTask): TaskOutcome {
  return { ...nothingYet, ...(outcome as Partial<TaskOutcome>) };
}

function definitionOf({ definition, enabled }: StoredTask): TaskDefinition {
  return { ...taskInputSchema.parse(definition), enabled };
}
