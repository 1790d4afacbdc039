import { expect, it } from 'vitest';
import {
  createTasksTool,
  type TaskEditor,
} from '../../../../../src/main/agent/tools/tasks/tasks.ts';
import type { ToolContext } from '../../../../../src/main/agent/tool.ts';
import { taskInputSchema, type Task, type TaskInput } from '../../../../../src/shared/tasks.ts';

const added: TaskInput[] = [];
const editor: TaskEditor = {
  list: () => Promise.resolve([]),
  add: (input) => {
    added.push(input);
    return Promise.resolve({
      ...taskInputSchema.parse(input),
      id: 'task_1',
      createdAt: 0,
      nextRunAt: null,
      running: false,
      lastRun: null,
      failures: 0,
      pausedBecause: null,
    } satisfies Task);
  },
  change: () => Promise.reject(new RangeError('There is no task "task_9".')),
  remove: () => Promise.resolve(),
  isRefusal: (error): error is Error => error instanceof RangeError,
};
const tool = createTasksTool(editor);
const call = (args: object, conversationId = 'chain:resp_1') =>
  tool.execute(tool.parameters.parse(args), { conversationId } as ToolContext);
const task = { action: 'add', name: 'Calendar', instructions: 'Look.', cron: '0 8 * * *' };

it.each([
  ['chain:resp_1', 'notification'],
  ['name:telegram:4711', 'telegram:4711'],
  ['name:telegram:4711~2', 'telegram:4711'],
  ['name:telegram:-100:u5', 'telegram:-100'],
  ['name:telegram:-100:7:u5~3', 'telegram:-100:7'],
  ['name:my telegram:notes', 'notification'],
])('a task that is added in %s brings its answer to %s', async (conversation, deliver) => {
  await call(task, conversation);
  expect(added.at(-1)).toMatchObject({ deliver });
});

it('what is missing, wrong or refused is told to the model', async () => {
  expect(await call({ action: 'add', name: 'x' })).toMatchObject({
    error: true,
    output: expect.stringContaining('"instructions" is needed') as string,
  });
  expect(await call({ ...task, cron: undefined })).toMatchObject({ error: true });
  expect(await call({ action: 'remove' })).toMatchObject({ error: true });
  expect(await call({ action: 'change', id: 'task_9', name: 'y' })).toMatchObject({
    error: true,
    output: 'There is no task "task_9".',
  });
});

it('only listing runs without a person’s word, who sees all that would be done', () => {
  const context = {} as ToolContext;
  expect(tool.assess!(tool.parameters.parse({ action: 'list' }), context)).toEqual([]);
  for (const action of ['add', 'change', 'remove']) {
    expect(tool.assess!(tool.parameters.parse({ action }), context)).toHaveLength(1);
  }
  const action = tool.describeAction!(tool.parameters.parse(task));
  for (const part of ['Calendar', 'Look.', '0 8 * * *', 'this chat'])
    expect(action).toContain(part);
});
