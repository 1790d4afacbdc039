import { z } from 'zod';
import { defineTool, type Tool } from '../../tool.ts';

const statuses = ['pending', 'in_progress', 'completed', 'cancelled'] as const;

/** Tasks in a list at most, and characters in one. */
const mostTasks = 256;
const longestTask = 4_000;
/** Conversations whose list is kept; the ones least lately used are forgotten. */
const keptLists = 1_000;

const task = z.object({
  id: z.string().trim().min(1).max(100),
  content: z.string().trim().min(1).max(longestTask),
  status: z.enum(statuses),
});
/** A step of a plan. */
export type Task = z.output<typeof task>;

const parameters = z.object({
  todos: z
    .array(task.partial({ content: true, status: true }))
    .max(mostTasks)
    .optional()
    .describe('The tasks, most important first. Left out: only look at the list.'),
  merge: z
    .boolean()
    .default(false)
    .describe('true: change tasks of the same id and add the others. false: a new list.'),
});

/** The task lists of conversations, in memory; owned by the host. */
export class TodoLists {
  readonly #lists = new Map<string, readonly Task[]>();

  get(conversationId: string): readonly Task[] {
    return this.#lists.get(conversationId) ?? [];
  }

  set(conversationId: string, tasks: readonly Task[]): void {
    this.#lists.delete(conversationId);
    this.#lists.set(conversationId, tasks);
    if (this.#lists.size > keptLists) this.#lists.delete(this.#lists.keys().next().value!);
  }
}

const description = `Keep a list of tasks for work of three or more steps, or when the user asks for several things. Answers with the whole list.
Have one task in_progress at a time. Mark a task completed when you have seen that it is done, at once; cancel what is not needed any more.`;

/** Keeps the plan of a conversation. */
export function createTodoTool(lists: TodoLists): Tool<typeof parameters> {
  return defineTool({
    name: 'todo',
    description,
    parameters,
    summarize: ({ todos, merge }) =>
      todos === undefined ? 'look' : `${merge ? 'update' : 'plan'} ${todos.length} tasks`,
    execute({ todos, merge }, { conversationId }) {
      const before = lists.get(conversationId);
      const tasks = todos === undefined ? before : merged(merge ? before : [], todos);
      if (tasks !== before) lists.set(conversationId, tasks);
      const summary = Object.fromEntries([
        ['total', tasks.length],
        ...statuses.map((status) => [status, tasks.filter((one) => one.status === status).length]),
      ]) as Record<string, number>;
      return Promise.resolve({ output: JSON.stringify({ todos: tasks, summary }) });
    },
  });
}

/** A task given twice counts as it was given last. */
function merged(
  before: readonly Task[],
  given: readonly (Partial<Task> & { id: string })[],
): readonly Task[] {
  const tasks = new Map(before.map((one) => [one.id, one]));
  for (const one of given) {
    const known = tasks.get(one.id) ?? { content: '(no description)', status: 'pending' };
    const changes = Object.fromEntries(
      Object.entries(one).filter(([, value]) => value !== undefined),
    );
    tasks.set(one.id, { ...known, ...changes, id: one.id });
  }
  return [...tasks.values()].slice(0, mostTasks);
}
