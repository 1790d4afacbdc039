import type { Row, Statement } from './database/database.ts';

/** A task as it is stored; what its JSON holds is the caller's. */
export interface StoredTask {
  id: string;
  /** Whose it is. */
  owner: string;
  definition: unknown;
  enabled: boolean;
  /** Milliseconds since the epoch, as all times here. */
  createdAt: number;
  /** Null where it does not run again. */
  nextRun: number | null;
  /** Until when the host that runs it has it; null while nobody does. */
  leaseUntil: number | null;
  /** What became of it. */
  outcome: unknown;
}

/** What changes of a task whose definition changes. */
export type TaskChange = Pick<StoredTask, 'definition' | 'enabled' | 'nextRun'> & {
  /** Left out: it stays. */
  outcome?: unknown;
};

/** Keeps tasks. Rejects with {@link StoreError} as the store does. */
export interface StoredTasks {
  /** All of them, the oldest first. */
  list(): Promise<StoredTask[]>;
  add(task: StoredTask): Promise<void>;
  /** False where there is no such task. */
  change(id: string, change: TaskChange): Promise<boolean>;
  /** False where there is no such task. */
  remove(id: string): Promise<boolean>;
  /**
   * Takes a task that nobody runs, for one run: of all hosts on one store only one succeeds.
   * @param due the time it was due at, which then becomes `next`; left out: it runs out of turn
   */
  take(
    id: string,
    lease: { until: number; now: number },
    due?: { at: number; next: number | null },
  ): Promise<boolean>;
  /** False where the lease is no longer ours. */
  renew(id: string, lease: { from: number; until: number }): Promise<boolean>;
  /** Lets go of a task and writes down what became of it. False where the lease is no longer ours. */
  release(
    id: string,
    lease: number,
    result: { outcome: unknown; enabled: boolean | undefined },
  ): Promise<boolean>;
}

/** @param transact see `Database` */
export function createStoredTasks(
  transact: (mode: 'read' | 'write', statements: Statement[]) => Promise<Row[][]>,
): StoredTasks {
  /** Whether a statement that returns the ids it changed changed one. */
  const hits = async (statement: Statement): Promise<boolean> => {
    const [rows] = await transact('write', [statement]);
    return rows!.length > 0;
  };
  return {
    async list() {
      const [rows] = await transact('read', [
        { sql: 'SELECT * FROM tasks ORDER BY created_at, id' },
      ]);
      return rows!.map(taskFrom);
    },
    async add(task) {
      await transact('write', [
        {
          sql: `INSERT INTO tasks
                  (id, owner, definition, enabled, created_at, next_run, lease_until, outcome)
                VALUES (:id, :owner, :definition, :enabled, :createdAt, :nextRun, NULL, :outcome)`,
          args: {
            id: task.id,
            owner: task.owner,
            definition: JSON.stringify(task.definition),
            enabled: Number(task.enabled),
            createdAt: task.createdAt,
            nextRun: task.nextRun,
            outcome: JSON.stringify(task.outcome),
          },
        },
      ]);
    },
    change: (id, { definition, enabled, nextRun, outcome }) =>
      hits({
        sql: `UPDATE tasks SET definition = :definition, enabled = :enabled, next_run = :nextRun,
                outcome = coalesce(:outcome, outcome)
              WHERE id = :id RETURNING id`,
        args: {
          id,
          definition: JSON.stringify(definition),
          enabled: Number(enabled),
          nextRun,
          outcome: outcome === undefined ? null : JSON.stringify(outcome),
        },
      }),
    remove: (id) => hits({ sql: 'DELETE FROM tasks WHERE id = :id RETURNING id', args: { id } }),
    take: (id, { until, now }, due) =>
      hits({
        sql: `UPDATE tasks SET lease_until = :until ${due ? ', next_run = :next' : ''}
              WHERE id = :id AND (lease_until IS NULL OR lease_until < :now)
                ${due ? 'AND enabled = 1 AND next_run = :due' : ''} RETURNING id`,
        args: { id, until, now, ...(due ? { due: due.at, next: due.next } : {}) },
      }),
    renew: (id, { from, until }) =>
      hits({
        sql: 'UPDATE tasks SET lease_until = :until WHERE id = :id AND lease_until = :from RETURNING id',
        args: { id, from, until },
      }),
    release: (id, lease, { outcome, enabled }) =>
      hits({
        sql: `UPDATE tasks SET lease_until = NULL, outcome = :outcome,
                enabled = coalesce(:enabled, enabled)
              WHERE id = :id AND lease_until = :lease RETURNING id`,
        args: {
          id,
          lease,
          outcome: JSON.stringify(outcome),
          enabled: enabled === undefined ? null : Number(enabled),
        },
      }),
  };
}

function taskFrom(row: Row): StoredTask {
  return {
    id: String(row['id']),
    owner: String(row['owner']),
    definition: JSON.parse(String(row['definition'])),
    enabled: row['enabled'] === 1,
    createdAt: Number(row['created_at']),
    nextRun: row['next_run'] as number | null,
    leaseUntil: row['lease_until'] as number | null,
    outcome: JSON.parse(String(row['outcome'])),
  };
}
