import type { Task, TaskDefinition, TaskRunStatus } from '../../../../shared/tasks.ts';

/** A task as the API tells it. */
export interface TaskCard extends TaskDefinition {
  id: string;
  object: 'task';
  /** Seconds since the epoch, as all times here. */
  created_at: number;
  next_run_at: number | null;
  running: boolean;
  last_run: {
    run_id: string | null;
    started_at: number;
    ended_at: number;
    status: TaskRunStatus;
    text: string;
    undelivered: string | null;
  } | null;
  failures: number;
  paused_because: string | null;
}

/** A task for the API. */
export function taskCard(task: Task): TaskCard {
  const { lastRun: last } = task;
  return {
    id: task.id,
    object: 'task',
    name: task.name,
    instructions: task.instructions,
    schedule: task.schedule,
    deliver: task.deliver,
    approvals: task.approvals,
    enabled: task.enabled,
    created_at: seconds(task.createdAt),
    next_run_at: task.nextRunAt === null ? null : seconds(task.nextRunAt),
    running: task.running,
    last_run: last && {
      run_id: last.runId,
      started_at: seconds(last.startedAt),
      ended_at: seconds(last.endedAt),
      status: last.status,
      text: last.text,
      undelivered: last.undelivered,
    },
    failures: task.failures,
    paused_because: task.pausedBecause,
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
