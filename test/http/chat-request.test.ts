import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { says } from '../support/scripted-agents.ts';
import { call, startApp, type TestApp } from '../support/test-app.ts';

/** What a request to chat completions must be, and what of it reaches the agent. */

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ agent: says('ok') });
});
afterAll(() => app.close());

const user = { role: 'user', content: 'Hi' };
const weather = {
  type: 'function',
  function: { name: 'get_weather', description: 'Weather', parameters: { type: 'object' } },
};
const chat = (body: object): Promise<Response> => call(app, '/v1/chat/completions', { body });

/** What the agent was asked by a request that was taken. */
async function asked(body: object): Promise<TestApp['requests'][number]> {
  const before = app.requests.length;
  const response = await chat({ messages: [user], ...body });
  expect([response.status, app.requests.length]).toEqual([200, before + 1]);
  return app.requests.at(-1)!;
}

/** The error of a request that was refused before the agent heard of it. */
async function refusalOf(body: object): Promise<{ message: string; param: string }> {
  const before = app.requests.length;
  const response = await chat(body);
  expect([response.status, app.requests.length]).toEqual([400, before]);
  const { error } = (await response.json()) as { error: { message: string; param: string } };
  expect(error).toMatchObject({ type: 'invalid_request_error', code: 'invalid_request_error' });
  return error;
}

describe('messages', () => {
  it.each([[undefined], [null], ['Hi'], [{}], [[]]])(
    'must be a non-empty array, not %j',
    async (messages) => {
      expect(await refusalOf({ messages })).toMatchObject({
        message: 'messages: must be a non-empty array',
        param: 'messages',
      });
    },
  );

  it('of each role reach the agent, in their order', async () => {
    const toolCall = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } };
    const turns = [
      { role: 'user', content: 'One' },
      { role: 'assistant', content: null, tool_calls: [toolCall] },
      { role: 'tool', tool_call_id: 'c1', content: 'Two' },
      { role: 'assistant', content: 'Three' },
      { role: 'user', content: 'Four' },
    ];
    const system = { role: 'system', content: 'Be brief.' };
    const developer = { role: 'developer', content: 'Be kind.' };
    const request = await asked({
      messages: [system, ...turns.slice(0, 3), developer, ...turns.slice(3)],
    });
    expect(request.messages).toEqual(turns);
    expect(request.instructions).toBe('Be brief.\nBe kind.');
  });

  describe('with calls and outputs', () => {
    const calls = (...ids: string[]) => ({
      role: 'assistant',
      content: null,
      tool_calls: ids.map((id) => ({
        id,
        type: 'function',
        function: { name: 'f', arguments: '{}' },
      })),
    });
    const output = (id: string, content = `output of ${id}`) => ({
      role: 'tool',
      tool_call_id: id,
      content,
    });
    const notAnswered = (id: string) => output(id, expect.stringContaining('not answered'));

    it.each([
      ['an output whose call was cut off', [output('a'), user], [user]],
      [
        'a call that was never answered',
        [user, calls('a', 'b'), output('b'), user],
        [user, calls('a', 'b'), notAnswered('a'), output('b'), user],
      ],
      ['a call at the very end', [user, calls('a')], [user, calls('a'), notAnswered('a')]],
      [
        'outputs in another order, and late',
        [user, calls('a', 'b'), output('b'), user, output('a')],
        [user, calls('a', 'b'), output('a'), output('b'), user],
      ],
      [
        'an id that comes again',
        [user, calls('a'), output('a', 'one'), calls('a'), output('a', 'two')],
        [user, calls('a'), output('a', 'one'), calls('a'), output('a', 'two')],
      ],
    ])('are paired as model services demand: %s', async (_what, messages, expected) => {
      expect((await asked({ messages })).messages).toEqual(expected);
    });

    it('refuse a last message that answers nothing', async () => {
      const messages = [user, { role: 'assistant', content: 'Hm.' }, output('a')];
      expect(await refusalOf({ messages })).toMatchObject({
        param: 'messages',
        message: expect.stringContaining('no call with the id a'),
      });
    });
  });

  it.each(['function', 'robot', '', undefined])('of the role %j are refused', async (role) => {
    const { param } = await refusalOf({ messages: [{ role, content: 'Hi' }, user] });
    expect(param).toBe('messages[0].role');
  });

  it.each([
    [{ role: 'system', content: 'Hi' }],
    [{ role: 'assistant', content: 'Hi' }],
    [{ role: 'tool', tool_call_id: 'c', content: 'Hi' }],
  ])('must have a user among them: %j alone is refused', async (message) => {
    expect(await refusalOf({ messages: [message] })).toMatchObject({
      message: 'No user message found in messages',
      param: 'messages',
    });
  });

  it('of tools must say which call they answer', async () => {
    const { param } = await refusalOf({ messages: [user, { role: 'tool', content: 'x' }] });
    expect(param).toBe('messages[1].tool_call_id');
  });
});

describe('content', () => {
  const imageAt = (url: string) => [
    { type: 'text', text: 'What is this?' },
    { type: 'image_url', image_url: { url } },
  ];

  it('may be parts of text in every role', async () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ];
    const roles = ['system', 'developer', 'user', 'assistant'];
    const request = await asked({ messages: roles.map((role) => ({ role, content })) });
    expect(request.instructions).toBe('a\nb\na\nb');
    expect(request.messages).toEqual([
      { role: 'user', content: 'a\nb' },
      { role: 'assistant', content: 'a\nb' },
    ]);
  });

  it.each([
    'http://192.168.1.5/cat.png',
    'https://example.com/cat.png',
    'data:image/png;base64,iVBORw0KGgo=',
    'data:image/svg+xml;base64,PHN2Zy8+',
  ])('may hold an image at %s', async (url) => {
    const content = imageAt(url);
    expect((await asked({ messages: [{ role: 'user', content }] })).messages).toEqual([
      { role: 'user', content },
    ]);
  });

  it.each([
    'file:///etc/passwd',
    'ftp://example.com/cat.png',
    'javascript:alert(1)',
    'cat.png',
    '//example.com/cat.png',
    'data:text/html;base64,aGk=',
    'data:image/png,plain',
    '',
  ])('may not hold an image at "%s"', async (url) => {
    const { param } = await refusalOf({ messages: [{ role: 'user', content: imageAt(url) }] });
    expect(param).toBe('messages[0].content[1].image_url.url');
  });
});

describe('tools', () => {
  it.each([[[]], [null], [undefined]])('are none for %j', async (tools) => {
    expect((await asked({ tools })).clientTools).toEqual([]);
  });

  it.each([
    ['required', []],
    ['required', undefined],
    ['required', [{ type: 'web_search' }]],
    [{ type: 'function', function: { name: 'undeclared' } }, [weather]],
    [allowed('required', 'undeclared'), [weather]],
  ])('must hold what tool_choice demands: %j is refused with %j', async (tool_choice, tools) => {
    const { message, param } = await refusalOf({ messages: [user], tools, tool_choice });
    expect(param).toBe('tool_choice');
    expect(message).toMatch(/^tool_choice: .* among the tools$/);
  });

  it.each([['auto'], ['none'], [null], [allowed('auto', 'undeclared')]])(
    'need hold nothing for tool_choice %j, which demands nothing',
    async (tool_choice) => {
      await asked({ tool_choice });
      await asked({ tool_choice, tools: [weather] });
    },
  );

  function allowed(mode: string, name: string): object {
    const tools = [{ type: 'function', function: { name } }];
    return { type: 'allowed_tools', allowed_tools: { mode, tools } };
  }
});

describe('the old form of tools', () => {
  it.each([
    ['functions', [weather.function]],
    ['functions', {}],
    ['function_call', { name: 'get_weather' }],
    ['function_call', 'get_weather'],
  ])('is refused, never silently dropped: %s: %j', async (field, value) => {
    const { message, param } = await refusalOf({ messages: [user], [field]: value });
    expect(param).toBe(field);
    expect(message).toContain('"tools"');
  });

  it.each([
    ['functions', []],
    ['functions', null],
    ['function_call', 'auto'],
    ['function_call', 'none'],
    ['function_call', null],
  ])('that asks for nothing is taken: %s: %j', async (field, value) => {
    await asked({ [field]: value });
  });
});
