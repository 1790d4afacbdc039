import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { startHostWithUpstream } from '../support/host-with-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

let host: TestHost;
beforeEach(async () => {
  host = await startTestHost();
});
afterEach(() => host.close());

/** The fields that the tests look at; which of them are there depends on the route. */
interface Answer {
  id: string;
  data: { id: string }[];
  run_id: string;
  last_run: { text: string };
  error: { param: string | null };
}

/** One request to the API; gives its status and JSON. */
async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = host.headers,
): Promise<{ status: number; json: Answer }> {
  const response = await fetch(`${host.url}/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as Answer };
}

const task = {
  name: 'Greeting',
  instructions: 'hello',
  schedule: { cron: '0 8 * * 1-5', timezone: 'Europe/Berlin' },
};

it('a task is added, listed, changed, run and removed', async () => {
  const added = await call('POST', '/tasks', task);
  expect(added).toMatchObject({
    status: 200,
    json: { object: 'task', ...task, deliver: 'notification', approvals: 'deny', enabled: true },
  });
  const { id } = added.json;
  expect((await call('GET', '/tasks')).json.data.map((one) => one.id)).toEqual([id]);
  const off = await call('PATCH', `/tasks/${id}`, { enabled: false });
  expect(off.json).toMatchObject({ enabled: false, next_run_at: null, name: 'Greeting' });

  const ended = new Promise((resolve) => host.host.tasks.onFinished(resolve));
  const { json: started } = await call('POST', `/tasks/${id}/run`);
  await ended;
  const { json: run } = await call('GET', `/runs/${started.run_id}`);
  expect(run).toMatchObject({ status: 'completed' });
  const after = await call('GET', `/tasks/${id}`);
  expect(after.json.last_run).toMatchObject({ run_id: started.run_id, status: 'completed' });
  expect(after.json.last_run.text).not.toBe('');

  expect(await call('DELETE', `/tasks/${id}`)).toMatchObject({ json: { id, deleted: true } });
  expect(await call('GET', `/tasks/${id}`)).toMatchObject({
    status: 404,
    json: { error: { code: 'task_not_found' } },
  });
});

it.each([
  [{ ...task, schedule: { cron: 'soon' } }, 'schedule'],
  [{ ...task, schedule: { cron: '0 8 * * *', timezone: 'Mars/Base' } }, 'schedule'],
  [{ ...task, name: ' ' }, 'name'],
  [{ ...task, deliver: 'the moon' }, 'deliver'],
  [{ ...task, colour: 'red' }, null],
])('a wrong task is refused by the field that is wrong: %#', async (body, param) => {
  const { status, json } = await call('POST', '/tasks', body);
  expect(status).toBe(400);
  expect(json.error.param).toBe(param);
  expect((await call('GET', '/tasks')).json.data).toEqual([]);
});

it('tasks outlive a restart', async () => {
  await host.close();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'hermes-tasks-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  host = await startTestHost({ dataDir });
  const { json } = await call('POST', '/tasks', task);
  await host.close();
  host = await startTestHost({ dataDir });
  expect((await call('GET', `/tasks/${json.id}`)).json).toEqual(json);
});

it('where no key is asked for nobody may give the agent tasks by HTTP', async () => {
  await host.close();
  host = await startTestHost({ key: null });
  for (const [method, path, body] of [
    ['GET', '/tasks'],
    ['POST', '/tasks', task],
    ['POST', '/tasks/task_1/run'],
  ] as const) {
    expect(await call(method, path, body, { 'content-type': 'application/json' })).toMatchObject({
      status: 403,
      json: { error: { code: 'tasks_not_allowed' } },
    });
  }
});

it('the agent adds a task only when a person allows it, and may list them without', async () => {
  await host.close();
  const both = await startHostWithUpstream({ settings: { agent: { approvals: 'deny' } } });
  host = both.host;
  const add = {
    name: 'call_tool',
    arguments: {
      name: 'tasks',
      arguments: { action: 'add', name: 'Calendar', instructions: 'Look.', cron: '0 8 * * *' },
    },
  };
  const ask = async (): Promise<string> => {
    both.upstream.reply({ toolCalls: [add] }, { text: 'done' });
    const body = { messages: [{ role: 'user', content: 'Remind me every day.' }] };
    expect(await call('POST', '/chat/completions', body)).toMatchObject({ status: 200 });
    return JSON.stringify(both.upstream.requests.at(-1)!.body.messages.at(-1));
  };
  expect(await ask()).toContain('without being asked again');
  expect((await call('GET', '/tasks')).json.data).toEqual([]);
  host.host.settings.update({ agent: { approvals: 'allow' } });
  expect(await ask()).toContain('Calendar');
  expect((await call('GET', '/tasks')).json.data).toMatchObject([
    { name: 'Calendar', deliver: 'notification', approvals: 'deny' },
  ]);
  // A task that may less than the settings allow adds no further one.
  const [{ id }] = (await call('GET', '/tasks')).json.data as [{ id: string }];
  both.upstream.reply({ toolCalls: [add] }, { text: 'I was not allowed to.' });
  const ended = new Promise((resolve) => host.host.tasks.onFinished(resolve));
  await call('POST', `/tasks/${id}/run`);
  expect(await ended).toMatchObject({ lastRun: { text: 'I was not allowed to.' } });
  expect((await call('GET', '/tasks')).json.data).toHaveLength(1);
  await both.upstream.close();
});
