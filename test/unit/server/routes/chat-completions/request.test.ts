import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../../../src/main/server/errors/api-error.ts';
import type { ReadFileText } from '../../../../../src/main/documents/read-file-text.ts';
import {
  type ChatRequest,
  readChatRequest,
} from '../../../../../src/main/server/routes/chat-completions/request.ts';
import { DocumentError } from '../../../../../src/main/documents/formats/document-error.ts';
import { readFileHere } from '../../../../support/read-file-here.ts';

const user = { role: 'user', content: 'Hi' };
const dataUrl = 'data:image/png;base64,iVBORw0KGgo=';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function read(
  body: unknown,
  options: { readFile?: ReadFileText; ignored?: string[] } = {},
): Promise<ChatRequest> {
  return readChatRequest(body, {
    conversationId: 'chat:1',
    client: 'Test',
    maxMessages: 50,
    readFile: options.readFile ?? readFileHere,
    onIgnoredTool: (type) => options.ignored?.push(type),
  });
}

const readMessages = async (...messages: unknown[]) => (await read({ messages })).agentRequest;

async function refusalOf(body: unknown): Promise<ApiError> {
  const result = await read(body).catch((error: unknown) => error);
  expect(result).toBeInstanceOf(ApiError);
  expect(result).toMatchObject({ status: 400, type: 'invalid_request_error' });
  return result as ApiError;
}

describe('chat completions request: messages', () => {
  it('are needed: a non-empty array', async () => {
    for (const body of [{}, { messages: [] }, { messages: 'Hi' }, { messages: null }]) {
      expect((await refusalOf(body)).param).toBe('messages');
    }
  });

  it.each([[[]], ['text'], [null], [7]])(
    'are not looked for in a body that is %j',
    async (body) => {
      await refusalOf(body);
    },
  );

  it('keep their order, without the system and developer ones', async () => {
    const request = await readMessages(
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'Two' },
      { role: 'developer', content: 'Be kind.' },
      { role: 'user', content: 'Three' },
    );
    expect(request.instructions).toBe('Be brief.\nBe kind.');
    expect(request.messages).toEqual([
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'Two' },
      { role: 'user', content: 'Three' },
    ]);
  });

  it('without a system text leave the instructions out', async () => {
    expect(await readMessages(user)).not.toHaveProperty('instructions');
    expect(await readMessages({ role: 'system', content: '' }, user)).not.toHaveProperty(
      'instructions',
    );
  });

  it('must have a user among them', async () => {
    for (const messages of [
      [{ role: 'system', content: 'Hi' }],
      [{ role: 'assistant', content: 'Hi' }],
      [{ role: 'tool', tool_call_id: 'c', content: 'Hi' }],
    ]) {
      const error = await refusalOf({ messages });
      expect(error.message).toBe('No user message found in messages');
    }
  });

  it('may be parts of text in every role', async () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ];
    const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } };
    const request = await readMessages(
      { role: 'system', content },
      { role: 'user', content },
      { role: 'assistant', content, tool_calls: [call] },
      { role: 'tool', content, tool_call_id: 'call_1' },
    );
    expect(request.instructions).toBe('a\nb');
    expect(request.messages).toEqual([
      { role: 'user', content: 'a\nb' },
      { role: 'assistant', content: 'a\nb', tool_calls: [call] },
      { role: 'tool', content: 'a\nb', tool_call_id: 'call_1' },
    ]);
  });

  it('may hold images by web address and by data URL', async () => {
    const request = await readMessages({
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: 'https://example.com/cat.png', detail: 'low' } },
        { type: 'image_url', image_url: { url: dataUrl, detail: null } },
        { type: 'image_url', image_url: dataUrl },
      ],
    });
    expect(request.messages[0]!.content).toEqual([
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url: 'https://example.com/cat.png', detail: 'low' } },
      { type: 'image_url', image_url: { url: dataUrl } },
      { type: 'image_url', image_url: { url: dataUrl } },
    ]);
  });

  it.each(['file:///etc/passwd', 'data:text/html;base64,aGk=', 'cat.png', 'data:image/png,x'])(
    'may not hold an image at %s',
    async (url) => {
      const content = [
        { type: 'text', text: 'a' },
        { type: 'image_url', image_url: { url } },
      ];
      const error = await refusalOf({ messages: [{ role: 'user', content }] });
      expect(error.param).toBe('messages[0].content[1].image_url.url');
    },
  );

  it('make text files into text', async () => {
    const file = { filename: 'notes.txt', file_data: `data:text/plain;base64,${base64('Grüße')}` };
    const request = await readMessages({
      role: 'user',
      content: [
        { type: 'text', text: 'Sum it up' },
        { type: 'file', file },
      ],
    });
    expect(request.messages[0]!.content).toBe('Sum it up\n[File: notes.txt]\nGrüße');
  });

  it('make PDF files into text, or say why they cannot', async () => {
    const messages = [
      {
        role: 'user',
        content: [{ type: 'file', file: { filename: 'a.pdf', file_data: base64('%PDF-1.4') } }],
      },
    ];
    const { agentRequest } = await read({ messages });
    expect(agentRequest.messages[0]!.content).toBe('[File: a.pdf]\na PDF of 8 bytes');

    const failing = () => Promise.reject(new DocumentError('it is encrypted'));
    await expect(read({ messages }, { readFile: failing })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('it is encrypted') as string,
    });
  });

  it.each([
    ['binary', Buffer.from([0, 1, 2, 255]).toString('base64')],
    ['no base64', '***'],
    ['empty', ''],
  ])('refuse a file that is %s', async (_what, file_data) => {
    const content = [{ type: 'file', file: { filename: 'x', file_data } }];
    const error = await refusalOf({ messages: [{ role: 'user', content }] });
    expect(error.param).toBe('messages[0].content[0].file.file_data');
  });

  it('refuse a file that is only named', async () => {
    const content = [{ type: 'file', file: { file_id: 'file-1' } }];
    const error = await refusalOf({ messages: [{ role: 'user', content }] });
    expect(error.param).toBe('messages[0].content[0].file.file_data');
  });

  it.each(['input_audio', 'video_url', 'input_text', undefined])(
    'refuse a part of type %s, naming where it stands',
    async (type) => {
      const content = [
        { type: 'text', text: 'a' },
        { type, text: 'b' },
      ];
      const error = await refusalOf({ messages: [user, { role: 'user', content }] });
      expect(error.param).toBe('messages[1].content[1].type');
      if (type) expect(error.message).toContain(type);
    },
  );

  it('refuse an image in a system text', async () => {
    const content = [{ type: 'image_url', image_url: { url: dataUrl } }];
    const error = await refusalOf({ messages: [{ role: 'system', content }, user] });
    expect(error.param).toBe('messages[0].content[0].type');
  });

  it.each([
    [{ role: 'robot', content: 'Hi' }, 'messages[0].role'],
    [{ role: 'function', content: 'Hi', name: 'f' }, 'messages[0].role'],
    [{ content: 'Hi' }, 'messages[0].role'],
    ['Hi', 'messages[0]'],
    [null, 'messages[0]'],
    [{ role: 'user' }, 'messages[0].content'],
    [{ role: 'user', content: null }, 'messages[0].content'],
    [{ role: 'user', content: 7 }, 'messages[0].content'],
    [{ role: 'user', content: [7] }, 'messages[0].content[0]'],
    [{ role: 'user', content: [{ type: 'text' }] }, 'messages[0].content[0].text'],
    [{ role: 'tool', content: 'x' }, 'messages[0].tool_call_id'],
  ])('refuse %j, naming %s', async (message, param) => {
    expect((await refusalOf({ messages: [message, user] })).param).toBe(param);
  });

  it('take an assistant message that only calls tools', async () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } };
    for (const message of [
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'assistant', tool_calls: [call] },
      { role: 'assistant', content: '', tool_calls: [call], refusal: null, name: 'x' },
    ]) {
      const request = await readMessages(user, message, {
        role: 'tool',
        tool_call_id: 'call_1',
        content: null,
      });
      expect(request.messages.slice(1)).toEqual([
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: '' },
      ]);
    }
  });

  it("keep a user's name and drop what no service takes, such as reasoning_content", async () => {
    const request = await readMessages(
      { role: 'user', content: 'Hi', name: 'Ada' },
      { role: 'assistant', content: 'Ho', reasoning_content: 'Hm', tool_calls: null },
      user,
    );
    expect(request.messages).toEqual([
      { role: 'user', content: 'Hi', name: 'Ada' },
      { role: 'assistant', content: 'Ho' },
      { role: 'user', content: 'Hi' },
    ]);
  });

  it('may not be more than the setting allows', async () => {
    const error = await refusalOf({ messages: Array.from({ length: 51 }, () => user) });
    expect(error.message).toContain('Message limit');
  });
});

describe('chat completions request: fields', () => {
  it('gives the model that was named, and none for null and empty', async () => {
    expect((await read({ messages: [user], model: 'gpt-4o' })).model).toBe('gpt-4o');
    for (const model of [null, '', undefined]) {
      expect((await read({ messages: [user], model })).model).toBeUndefined();
    }
  });

  it.each([
    [true, true],
    [false, false],
    [null, false],
    [undefined, false],
  ])('takes stream: %j as %j', async (stream, expected) => {
    expect((await read({ messages: [user], stream })).stream).toBe(expected);
  });

  it('reads stream_options.include_usage', async () => {
    const options = (stream_options: unknown) => read({ messages: [user], stream_options });
    expect((await options({ include_usage: true })).includeUsage).toBe(true);
    expect((await options({})).includeUsage).toBe(false);
    expect((await options(null)).includeUsage).toBe(false);
  });

  it('hands what may go to the upstream on, and leaves null out', async () => {
    const parameters = {
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 100,
      max_completion_tokens: 200,
      stop: ['a', 'b'],
      seed: 7,
      presence_penalty: 0.1,
      frequency_penalty: -0.1,
      logit_bias: { '50256': -100 },
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } },
      reasoning_effort: 'low',
      parallel_tool_calls: false,
    };
    const body = { messages: [user], ...parameters };
    expect((await read(body)).agentRequest.parameters).toEqual(parameters);

    const nothing = Object.fromEntries(Object.keys(parameters).map((name) => [name, null]));
    expect((await read({ messages: [user], ...nothing })).agentRequest.parameters).toEqual({});
  });

  it('takes reasoning.effort for reasoning_effort', async () => {
    const body = { messages: [user], reasoning: { effort: 'high' } };
    expect((await read(body)).agentRequest.parameters).toEqual({ reasoning_effort: 'high' });
  });

  it('takes max_tokens: -1 for no limit', async () => {
    const body = { messages: [user], max_tokens: -1 };
    expect((await read(body)).agentRequest.parameters).toEqual({});
  });

  it.each([
    ['temperature', 'hot'],
    ['top_p', {}],
    ['max_tokens', 1.5],
    ['max_tokens', 0],
    ['stop', 7],
    ['seed', 'x'],
    ['stream', 'yes'],
    ['model', 7],
    ['tools', {}],
    ['tool_choice', 'maybe'],
    ['response_format', 'json'],
    ['logit_bias', []],
  ])('refuses %s: %j', async (name, value) => {
    expect((await refusalOf({ messages: [user], [name]: value })).param).toBe(name);
  });

  it.each([
    ['n', 2],
    ['n', 0],
    ['logprobs', true],
    ['modalities', ['text', 'audio']],
    ['audio', { voice: 'alloy', format: 'mp3' }],
    ['tool_choice', { type: 'function', function: { name: 'undeclared' } }],
  ])('refuses what cannot be honoured: %s: %j', async (name, value) => {
    expect((await refusalOf({ messages: [user], [name]: value })).param).toBe(name);
  });

  it('takes the harmless values of what it refuses otherwise', async () => {
    const body = { n: 1, logprobs: false, modalities: ['text'], audio: null, top_logprobs: null };
    await expect(read({ messages: [user], ...body })).resolves.toBeDefined();
  });

  it('ignores fields it does not know, as Jan and LobeChat send them', async () => {
    const extras = { user: 'u1', store: false, metadata: {}, top_k: 40, x: 1 };
    const { agentRequest } = await read({ messages: [user], ...extras });
    expect(agentRequest.parameters).toEqual({});
  });
});

describe('chat completions request: client tools', () => {
  const tool = {
    type: 'function',
    function: { name: 'get_weather', description: 'Weather', parameters: { type: 'object' } },
  };

  it('are those that are functions; the others are told of and ignored', async () => {
    const ignored: string[] = [];
    const tools = [tool, { type: 'web_search' }, { type: 'code_interpreter' }];
    const { agentRequest } = await read({ messages: [user], tools }, { ignored });
    expect(agentRequest.clientTools).toEqual([tool]);
    expect(ignored).toEqual(['web_search', 'code_interpreter']);
  });

  it.each([[[]], [null], [undefined]])('are none for tools: %j', async (tools) => {
    expect((await read({ messages: [user], tools })).agentRequest.clientTools).toEqual([]);
  });

  it('may leave out description and parameters', async () => {
    const bare = { type: 'function', function: { name: 'f', parameters: null, strict: null } };
    const { agentRequest } = await read({ messages: [user], tools: [bare] });
    expect(agentRequest.clientTools).toEqual([{ type: 'function', function: { name: 'f' } }]);
  });

  it.each([
    [{ type: 'function' }, 'tools[1].function'],
    [{ type: 'function', function: { name: '' } }, 'tools[1].function.name'],
    [{ function: { name: 'f' } }, 'tools[1].type'],
    ['f', 'tools[1]'],
  ])('refuse %j, naming %s', async (bad, param) => {
    expect((await refusalOf({ messages: [user], tools: [tool, bad] })).param).toBe(param);
  });

  it.each([
    'none',
    'auto',
    'required',
    { type: 'function', function: { name: 'get_weather' } },
    {
      type: 'allowed_tools',
      allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'f' } }] },
    },
  ])('come with the choice %j', async (tool_choice) => {
    const { agentRequest } = await read({ messages: [user], tools: [tool], tool_choice });
    expect(agentRequest.toolChoice).toEqual(tool_choice);
  });
});
