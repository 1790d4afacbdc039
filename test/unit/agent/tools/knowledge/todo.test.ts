import { expect, test } from 'vitest';
import { createTodoTool, TodoLists } from '../../../../../src/main/agent/tools/knowledge/todo.ts';
import { callJson, contextFor } from '../support.ts';

const context = contextFor('/');

test('todo keeps a list, merges by id and answers with all of it', async () => {
  const tool = createTodoTool(new TodoLists());
  expect(await callJson(tool, {}, context)).toEqual({
    todos: [],
    summary: { total: 0, pending: 0, in_progress: 0, completed: 0, cancelled: 0 },
  });
  await callJson(
    tool,
    {
      todos: [
        { id: '1', content: 'look', status: 'in_progress' },
        { id: '2', content: 'do', status: 'pending' },
      ],
    },
    context,
  );
  const merged = await callJson(
    tool,
    {
      merge: true,
      todos: [
        { id: '1', status: 'completed' },
        { id: '3', content: 'tell' },
      ],
    },
    context,
  );
  expect(merged).toEqual({
    todos: [
      { id: '1', content: 'look', status: 'completed' },
      { id: '2', content: 'do', status: 'pending' },
      { id: '3', content: 'tell', status: 'pending' },
    ],
    summary: { total: 3, pending: 2, in_progress: 0, completed: 1, cancelled: 0 },
  });
  const replaced = await callJson(tool, { todos: [{ id: '9', content: 'new' }] }, context);
  expect(replaced['todos']).toEqual([{ id: '9', content: 'new', status: 'pending' }]);
});

test('each conversation has its own list', async () => {
  const tool = createTodoTool(new TodoLists());
  await callJson(tool, { todos: [{ id: '1', content: 'mine' }] }, context);
  const other = contextFor('/', { conversationId: 'other' });
  expect((await callJson(tool, {}, other))['todos']).toEqual([]);
});

test('only the lists of the last 1,000 conversations are kept', () => {
  const lists = new TodoLists();
  const task = { id: '1', content: 'x', status: 'pending' as const };
  for (let i = 0; i <= 1_000; i += 1) lists.set(`c${i}`, [task]);
  expect(lists.get('c0')).toEqual([]);
  expect(lists.get('c1000')).toEqual([task]);
});
