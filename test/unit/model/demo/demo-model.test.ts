import { expect, test } from 'vitest';
import { createDemoModel } from '../../../../src/main/model/demo/demo-model.ts';
import type {
  ChatMessage,
  FunctionTool,
  ModelReply,
  ModelRequest,
} from '../../../../src/main/model/model.ts';
import { ask, failureOf, type Asked } from '../ask.ts';

const model = createDemoModel({ contextWindow: 8192, paceMs: 0 });

function tool(name: string, parameters: Record<string, unknown> = {}): FunctionTool {
  return { type: 'function', function: { name, parameters } };
}
const serverTools = ['terminal', 'read_file', 'write_file', 'search_files'].map((name) =>
  tool(name),
);
const weather = tool('get_weather', {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
});

const user = (content: string): ChatMessage => ({ role: 'user', content });
const asked = (content: string, more: Partial<ModelRequest> = {}): Promise<Asked> =>
  ask(model, { messages: [user(content)], tools: serverTools, ...more });

/** The conversation after these calls were answered. */
function answered(messages: ChatMessage[], reply: ModelReply, ...outputs: string[]): ChatMessage[] {
  return [
    ...messages,
    {
      role: 'assistant',
      content: null,
      tool_calls: reply.toolCalls.map((call) => ({
        id: call.id,
        type: 'function',
        function: call,
      })),
    },
    ...reply.toolCalls.map((call, index): ChatMessage => ({
      role: 'tool',
      tool_call_id: call.id,
      content: outputs[index]!,
    })),
  ];
}

test('it says that the connection works, who it is and how to choose a real model', async () => {
  const { reply, texts } = await asked('Hi');
  expect(reply.text).toMatch(/connection works/);
  expect(reply.text).toMatch(/\*\*demo\*\*/);
  expect(reply.text).toMatch(/Settings › Model/);
  expect(reply.text).toMatch(/`run echo/);
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.join('')).toBe(reply.text);
  expect(model.name).toBe('demo');
});

test('it offers only what works: without tools it shows no commands', async () => {
  expect((await asked('Hi', { tools: [] })).reply.text).not.toContain('`run');
});

test('the same request gives the same reply', async () => {
  expect((await asked('run ls')).reply).toEqual((await asked('run ls')).reply);
});

test('a command becomes a call, and what comes back is shown', async () => {
  const messages = [user('run uname')];
  const { reply } = await asked('run uname');
  expect(reply).toMatchObject({ text: '', finishReason: 'tool_calls' });
  expect(reply.toolCalls).toMatchObject([{ name: 'terminal', arguments: '{"command":"uname"}' }]);
  const output = JSON.stringify({ output: 'Linux ``` x\n', exit_code: 2 });
  const after = await ask(model, {
    messages: answered(messages, reply, output),
    tools: serverTools,
  });
  expect(after.reply.toolCalls).toEqual([]);
  expect(after.reply.text).toContain(
    '**terminal** `uname` (exit code 2):\n````\nLinux ``` x\n````',
  );
});

test('long output is cut', async () => {
  const { reply } = await asked('read a.txt');
  const messages = answered([user('read a.txt')], reply, 'line\n'.repeat(2000));
  expect((await ask(model, { messages, tools: serverTools })).reply.text).toMatch(
    /… 8499 more characters/,
  );
});

test('lines are called at once, "and then" follows, and all results are told', async () => {
  const said = 'write a.txt: x and then read a.txt\nlist';
  const first = (await asked(said)).reply;
  expect(first.toolCalls.map((call) => call.name)).toEqual(['write_file', 'search_files']);
  const second = answered([user(said)], first, 'written', 'a.txt');
  const next = (await ask(model, { messages: second, tools: serverTools })).reply;
  expect(next.toolCalls.map((call) => call.name)).toEqual(['read_file']);
  expect(next.toolCalls[0]!.id).not.toBe(first.toolCalls[0]!.id);
  const third = answered(second, next, '1|x');
  const last = (await ask(model, { messages: third, tools: serverTools })).reply;
  for (const output of ['written', 'a.txt', '1|x']) expect(last.text).toContain(output);
});

test('with parallel calls forbidden it makes one at a time', async () => {
  const { reply } = await asked('list\nrun ls', { parameters: { parallel_tool_calls: false } });
  expect(reply.toolCalls).toHaveLength(1);
});

test('a command whose tool is not offered is explained', async () => {
  const { reply } = await asked('run ls', { tools: [tool('read_file')] });
  expect(reply.toolCalls).toEqual([]);
  expect(reply.text).toMatch(/needs the tool \*\*terminal\*\*.*Settings › Agent/);
  const none = await asked('run ls', { toolChoice: 'none' });
  expect(none.reply.toolCalls).toEqual([]);
});

test("a client's tool is called with fitting arguments when the text means it", async () => {
  for (const said of [
    "What's the weather in San Francisco?",
    'use get_weather for San Francisco',
  ]) {
    const { reply } = await asked(said, { tools: [...serverTools, weather] });
    expect(reply.toolCalls).toMatchObject([
      { name: 'get_weather', arguments: '{"city":"San Francisco"}' },
    ]);
  }
  const { reply } = await asked('Hi', { tools: [weather] });
  expect(reply.toolCalls).toEqual([]);
});

test('a demanded tool is called, but nothing a person said is run as a command', async () => {
  const forced = await asked('rm -rf /', {
    toolChoice: { type: 'function', function: { name: 'terminal' } },
  });
  expect(forced.reply.toolCalls[0]!.arguments).toBe('{"command":"echo Hello from the terminal"}');
  const required = await asked('Hello', { tools: [weather], toolChoice: 'required' });
  expect(required.reply.toolCalls[0]!.name).toBe('get_weather');
});

test('an image is acknowledged', async () => {
  const content = [
    { type: 'text' as const, text: 'What is this?' },
    { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,AAAA' } },
  ];
  const { reply } = await ask(model, { messages: [{ role: 'user', content }] });
  expect(reply.text).toMatch(/image arrived/);
});

test('it knows what was said before', async () => {
  const messages = [user('My name is Ada'), user('What did I say before?')];
  expect((await ask(model, { messages })).reply.text).toContain('> My name is Ada');
});

test.each([
  [
    'Based on the chat history, give this conversation a name.\nUser: Plan a trip to Rome with me',
    'Demo: Plan a trip to Rome',
  ],
  [
    'Please generate a four to five word title summarizing our conversation',
    'Trying the demo model',
  ],
  [
    '### Task:\nGenerate a concise title\n### Chat History:\nUSER: Hello',
    '{"title":"Demo: Hello"}',
  ],
  ['### Task:\nGenerate 1-3 broad tags', '{"tags":["General"]}'],
  [
    '### Task:\nSuggest 3-5 relevant follow-up questions',
    '{"follow_ups":["What can you do?","list","run uname -a"]}',
  ],
])('%j gets what the chat program needs', async (said, text) => {
  expect((await asked(said, { tools: [] })).reply.text).toBe(text);
});

test('structured output fits its schema', async () => {
  const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  const { reply } = await asked('Weather in Rome?', {
    tools: [],
    parameters: { response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } },
  });
  expect(JSON.parse(reply.text)).toEqual({ city: 'Rome' });
});

test('max_tokens and stop are obeyed', async () => {
  const cut = await asked('count to 100', { parameters: { max_tokens: 5 } });
  expect(cut.reply).toMatchObject({ text: '1 2 3 4 5', finishReason: 'length' });
  expect(cut.reply.usage).toMatchObject({ outputTokens: 5 });
  const stopped = await asked('count to 100', { parameters: { stop: ['9', '7'] } });
  expect(stopped.reply).toMatchObject({ text: '1 2 3 4 5 6 ', finishReason: 'stop' });
});

test('it repeats what it is told to', async () => {
  expect((await asked('Say "Hello, World"')).reply.text).toBe('Hello, World');
});

test('it streams at its pace and stops at once when aborted', async () => {
  const slow = createDemoModel({ contextWindow: 8192, paceMs: 5 });
  const abort = new AbortController();
  const reason = new Error('enough');
  const heard: Asked['texts'] = [];
  const answer = slow.complete(
    { messages: [user('count to 1000')], tools: [], parameters: {} },
    {
      onText: (text) => {
        heard.push(text);
        if (heard.length === 3) abort.abort(reason);
      },
      onReasoning: () => {},
      signal: abort.signal,
    },
  );
  expect(await failureOf(answer)).toBe(reason);
  expect(heard).toEqual(['1', ' 2', ' 3']);
});

test('a whole conversation of nothing but instructions is still answered', async () => {
  const { reply } = await ask(model, { messages: [{ role: 'system', content: 'Be brief' }] });
  expect(reply.text).toMatch(/connection works/);
});
