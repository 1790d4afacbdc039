import { z } from 'zod';
import type { Task, TaskInput, TaskPatch } from '../../../../shared/tasks.ts';
import { taskPatchSchema } from '../../../../shared/tasks.ts';
import { defineTool, toolError, type Risk, type Tool } from '../../tool.ts';

/** What the tool needs of the tasks; its failures are errors whose message a model can read. */
export interface TaskEditor {
  list(): Promise<Task[]>;
  add(input: TaskInput): Promise<Task>;
  change(id: string, patch: TaskPatch): Promise<Task>;
  remove(id: string): Promise<void>;
  /** Whether an error is one of what was asked, and not of ours. */
  isRefusal(error: unknown): error is Error;
}

const { name, instructions, deliver, approvals, enabled } = taskPatchSchema.shape;

const parameters = z.object({
  action: z.enum(['list', 'add', 'change', 'remove']),
  id: z.string().optional().describe('Of the task to change or remove, as list gives it.'),
  name,
  instructions: instructions.describe('What is to be done, as told to you in a chat.'),
  cron: z
    .string()
    .optional()
    .describe('Again and again: minute hour day month weekday, such as "0 8 * * 1-5".'),
  timezone: z
    .string()
    .optional()
    .describe('Of cron, such as Europe/Berlin. Default: this computer’s.'),
  at: z.string().optional().describe('Once: ISO 8601 with offset.'),
  deliver: deliver.describe(
    'Where the answer goes: activity, notification (default), or a chat such as telegram:12345.',
  ),
  approvals: approvals.describe('deny (default), ask or allow what needs approval.'),
  enabled,
});
type Args = z.output<typeof parameters>;

const description =
  'List, add, change or remove tasks: what you do by yourself at a time or again and again. Adding and changing ask the user.';

/** The chat that a conversation belongs to: `telegram:<chat>[:<thread>][:u<person>][~n]` ends its name. */
const chat =
  /(?:^|:)((?:telegram|discord|slack|whatsapp):[^:~\s]+(?::(?!u)[^:~\s]+)?)(?::u[^:~\s]+)?(?:~\d+)?$/;

/** Works with the tasks of this host. */
export function createTasksTool(tasks: TaskEditor): Tool<typeof parameters> {
  return defineTool({
    name: 'tasks',
    description,
    parameters,
    summarize: ({ action, name: title, id }) => [action, title ?? id].filter(Boolean).join(' '),
    describeAction,
    assess: ({ action }): Risk[] =>
      action === 'list'
        ? []
        : [
            {
              level: 'approval',
              reason: reasons[action],
              rule: `tasks:${action}`,
            },
          ],
    async execute(args, { conversationId }) {
      try {
        return { output: JSON.stringify(await carryOut(args, tasks, conversationId)) };
      } catch (error) {
        if (error instanceof MissingError || tasks.isRefusal(error))
          return toolError(error.message);
        if (error instanceof z.ZodError) return toolError(z.prettifyError(error));
        throw error;
      }
    },
  });
}

const reasons = {
  add: 'adds something that the agent does by itself, without being asked again',
  change: 'changes what the agent does by itself',
  remove: 'removes a task',
};

/** An argument that the action needs. */
class MissingError extends Error {
  override readonly name = 'MissingError';
  constructor(action: string, argument: string) {
    super(`To ${action} a task, "${argument}" is needed.`);
  }
}

async function carryOut(args: Args, tasks: TaskEditor, conversation: string): Promise<unknown> {
  const { action } = args;
  const needed = <Value>(value: Value | undefined, argument: string): Value => {
    if (value === undefined) throw new MissingError(action, argument);
    return value;
  };
  switch (action) {
    case 'list':
      return { tasks: (await tasks.list()).map(brief) };
    case 'add': {
      const { name: title, instructions: text } = args;
      const here = chat.exec(conversation)?.[1];
      return brief(
        await tasks.add({
          name: needed(title, 'name'),
          instructions: needed(text, 'instructions'),
          schedule: needed(scheduleOf(args), 'cron" or "at'),
          deliver: args.deliver ?? here ?? 'notification',
          ...(args.approvals === undefined ? {} : { approvals: args.approvals }),
          ...(args.enabled === undefined ? {} : { enabled: args.enabled }),
        }),
      );
    }
    case 'change': {
      const { action: _, id, cron: _cron, timezone: _timezone, at: _at, ...patch } = args;
      const schedule = scheduleOf(args);
      const given = taskPatchSchema.parse(schedule ? { ...patch, schedule } : patch);
      return brief(await tasks.change(needed(id, 'id'), given));
    }
    case 'remove':
      await tasks.remove(needed(args.id, 'id'));
      return { removed: args.id };
  }
}

function scheduleOf({ cron, timezone, at }: Args): TaskInput['schedule'] | undefined {
  if (at !== undefined) return { at };
  if (cron === undefined) return undefined;
  return timezone === undefined ? { cron } : { cron, timezone };
}

/** All that a person must know to decide. */
function describeAction({ action, id, ...args }: Args): string {
  if (action === 'list' || action === 'remove') return [action, id].filter(Boolean).join(' ');
  const all = action === 'add' ? { deliver: 'this chat, or a notification', ...args } : args;
  const lines = Object.entries(all).map(([field, value]) => `${field}: ${String(value)}`);
  return [`${action}${id === undefined ? '' : ` ${id}`}`, ...lines].join('\n');
}

function brief(task: Task): Record<string, unknown> {
  const { id, name: title, schedule, deliver: to, enabled: on, nextRunAt, lastRun } = task;
  return {
    id,
    name: title,
    ...schedule,
    instructions: task.instructions,
    deliver: to,
    approvals: task.approvals,
    enabled: on,
    next_run: nextRunAt === null ? null : new Date(nextRunAt).toISOString(),
    ...(lastRun ? { last_run: { status: lastRun.status, text: lastRun.text.slice(0, 500) } } : {}),
    ...(task.pausedBecause ? { paused: task.pausedBecause } : {}),
  };
}
