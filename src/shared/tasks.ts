import { z } from 'zod';

/** What the agent does by itself at given times: the form in which tools, API and window speak of it. */

/** Tasks that fail so often in a row are paused. */
export const mostFailures = 3;

/** When a task runs: again and again by a cron expression, or once. */
export const taskScheduleSchema = z.union([
  z.strictObject({
    cron: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .describe('Five fields: minute hour day month weekday. "0 8 * * 1-5": every weekday at 8.'),
    timezone: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('IANA name, such as Europe/Berlin. Left out: that of this computer.'),
  }),
  z.strictObject({
    at: z.iso
      .datetime({ offset: true, error: 'must be a time such as 2026-12-24T08:00:00+01:00' })
      .describe('Once: ISO 8601 with its offset.'),
  }),
]);
/** One of {@link taskScheduleSchema}. */
export type TaskSchedule = z.infer<typeof taskScheduleSchema>;

/** Where the answer of a task goes, beside Activity, which lists every run. */
const deliverySchema = z
  .string()
  .max(200)
  .regex(
    /^(activity|notification|(telegram|discord|slack|whatsapp):[^:\s]+(:[^:\s]+)?)$/,
    'must be "activity", "notification" or a chat, such as "telegram:12345"',
  );

const fields = {
  name: z.string().trim().min(1).max(100).describe('A few words for people.'),
  instructions: z
    .string()
    .trim()
    .min(1)
    .max(20_000)
    .describe('What is to be done, as one would tell the agent in a chat.'),
  schedule: taskScheduleSchema,
  deliver: deliverySchema.describe(
    'Where the answer goes beside Activity: activity (nowhere else), notification, or a chat: telegram:12345.',
  ),
  approvals: z
    .enum(['deny', 'ask', 'allow'])
    .describe('What becomes of calls that need approval; never more than the settings allow.'),
  enabled: z.boolean(),
};

/** A task to be added. */
export const taskInputSchema = z.strictObject({
  ...fields,
  deliver: fields.deliver.default('notification'),
  approvals: fields.approvals.default('deny'),
  enabled: fields.enabled.default(true),
});
/** One of {@link taskInputSchema}, as it is given. */
export type TaskInput = z.input<typeof taskInputSchema>;
/** What a task is, parsed. */
export type TaskDefinition = z.output<typeof taskInputSchema>;

/** Changes of a task; what is left out stays. */
export const taskPatchSchema = z.strictObject(fields).partial();
/** One of {@link taskPatchSchema}. */
export type TaskPatch = z.infer<typeof taskPatchSchema>;

/** How a run of a task ended. `interrupted`: the program ended or was stopped meanwhile. */
export const taskRunStatuses = ['completed', 'failed', 'cancelled', 'interrupted'] as const;
/** One of {@link taskRunStatuses}. */
export type TaskRunStatus = (typeof taskRunStatuses)[number];

/** The latest run of a task. */
export interface TaskRun {
  /** Null where the program ended before it began. */
  runId: string | null;
  /** Milliseconds since the epoch. */
  startedAt: number;
  endedAt: number;
  status: TaskRunStatus;
  /** The answer, or what went wrong; at most 4,000 characters. */
  text: string;
  /** Why the answer did not arrive where it was to go; null where it did. */
  undelivered: string | null;
}

/** A task with what became of it. */
export interface Task extends TaskDefinition {
  id: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Null while it is off, and once a single run is over. */
  nextRunAt: number | null;
  running: boolean;
  lastRun: TaskRun | null;
  /** Runs in a row that failed. */
  failures: number;
  /** Why it was switched off by itself; null where it was not. */
  pausedBecause: string | null;
}
