import { describe, expect, it } from 'vitest';
import { readInput } from '../../../../src/main/server/routes/responses/request/input.ts';
import {
  listedInput,
  pageOf,
} from '../../../../src/main/server/routes/responses/request/input-items.ts';
import type { InputItem } from '../../../../src/main/store/response-store.ts';
import { item } from '../../../support/open-responses-schema.ts';
import { readFileHere } from '../../../support/read-file-here.ts';

const stored: Record<string, InputItem> = {
  msg_known: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'before' }] },
};
const leftOut: string[] = [];
const read = (input: unknown, maxItems = 100): Promise<InputItem[]> =>
  readInput(input, {
    maxItems,
    readFile: readFileHere,
    resolveItem: (id) => Promise.resolve(stored[id]),
    isCustomTool: (name) => name === 'apply_patch' || name === 'mcp__lab__note',
    onLeftOut: (type) => leftOut.push(type),
  });
const user = (...texts: string[]): object => ({
  type: 'message',
  role: 'user',
  content: texts.map((text) => ({ type: 'input_text', text })),
});
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('the input', () => {
  it('is one text, or any mix of texts and items', async () => {
    expect(await read('Hi')).toEqual([user('Hi')]);
    expect(
      await read([
        'One',
        { role: 'user', content: 'Two' },
        { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Rule' }] },
        { role: 'assistant', content: 'Said' },
        { id: 'msg_known' },
        { type: 'item_reference', id: 'msg_known' },
      ]),
    ).toEqual([
      user('One'),
      user('Two'),
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Rule' }] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Said' }] },
      user('before'),
      user('before'),
    ]);
  });

  it('can be a whole replay of items as responses hold them', async () => {
    const replay = [
      { ...user('Hi'), id: 'msg_1', status: 'completed' },
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [{ type: 'summary_text', text: 'hm' }],
        encrypted_content: 'x',
      },
      {
        type: 'message',
        id: 'msg_2',
        role: 'assistant',
        status: 'completed',
        phase: 'commentary',
        content: [{ type: 'output_text', text: 'Wait', annotations: [], logprobs: [] }],
      },
      {
        type: 'function_call',
        id: 'fc_1',
        call_id: 'c',
        name: 'look',
        arguments: '{}',
        status: 'completed',
      },
      {
        type: 'function_call_output',
        id: 'fco_1',
        call_id: 'c',
        output: 'seen',
        status: 'completed',
      },
    ];
    expect(await read(replay)).toEqual([
      { ...user('Hi'), id: 'msg_1' },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hm' }] },
      {
        type: 'message',
        id: 'msg_2',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'Wait' }],
      },
      { type: 'function_call', id: 'fc_1', call_id: 'c', name: 'look', arguments: '{}' },
      { type: 'function_call_output', id: 'fco_1', call_id: 'c', output: 'seen' },
    ]);
  });

  it('turns files into text', async () => {
    const [message] = await read([
      {
        role: 'user',
        content: [
          {
            type: 'input_file',
            filename: 'a.txt',
            file_data: `data:text/plain;base64,${base64('Grüße')}`,
          },
          { type: 'input_file', filename: 'b.pdf', file_data: base64('%PDF-1.4 …') },
        ],
      },
    ]);
    expect(message).toEqual(user('[File: a.txt]\nGrüße', '[File: b.pdf]\na PDF of 12 bytes'));
  });

  it('takes images from the web and from the request itself', async () => {
    const content = [
      { type: 'input_image', image_url: 'https://example.com/a.png', detail: 'high' },
      { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
    ];
    expect(await read([{ role: 'user', content }])).toEqual([
      { type: 'message', role: 'user', content },
    ]);
  });

  it.each([
    ['nothing', undefined, 'input', /must be a string or an array/],
    ['a number', 7, 'input', /must be a string or an array/],
    ['no items', [], 'input', /^No user message found in input$/],
    ['an empty text', '  ', 'input', /^No user message found in input$/],
    ['nothing but rules', [{ role: 'system', content: 'x' }], 'input', /No user message/],
    ['an unknown item', ['a', { type: 'telepathy' }], 'input[1].type', /"telepathy"/],
    ['an unknown role', [{ role: 'tool', content: 'x' }], 'input[0].role', /must be "system"/],
    [
      'an unknown part',
      [{ role: 'user', content: [{ type: 'input_audio' }] }],
      'input[0].content[0].type',
      /"input_audio"/,
    ],
    [
      'an image for the assistant',
      [{ role: 'assistant', content: [{ type: 'input_image' }] }],
      'input[0].content[0].type',
      /output_text/,
    ],
    [
      'an image by file id',
      [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }],
      'input[0].content[0].image_url',
      /image_url only/,
    ],
    [
      'an image of another scheme',
      [{ role: 'user', content: [{ type: 'input_image', image_url: 'file:///etc/passwd' }] }],
      'input[0].content[0].image_url',
      /http/,
    ],
    [
      'a file by address',
      [{ role: 'user', content: [{ type: 'input_file', file_url: 'https://x' }] }],
      'input[0].content[0].file_data',
      /file_data/,
    ],
    [
      'a file that is neither text nor PDF',
      [{ role: 'user', content: [{ type: 'input_file', file_data: 'AAEC' }] }],
      'input[0].content[0].file_data',
      /neither text nor/,
    ],
    [
      'a call without name',
      [{ type: 'function_call', call_id: 'c', arguments: '' }],
      'input[0].name',
      /./,
    ],
    [
      'an output of no call',
      [{ type: 'function_call_output', output: '' }],
      'input[0].call_id',
      /./,
    ],
    ['a hole', ['a', null], 'input[1]', /./],
  ])('cannot be %s', async (_what, input, param, message) => {
    const error: unknown = await read(input).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ApiError', status: 400, param });
    expect((error as Error).message).toMatch(message);
  });

  it('cannot refer to what is not there', async () => {
    await expect(read([{ type: 'item_reference', id: 'msg_gone' }])).rejects.toMatchObject({
      status: 404,
      code: 'item_not_found',
      param: 'input[0].id',
    });
  });

  it('has a limit', async () => {
    await expect(read(['a', 'b', 'c'], 2)).rejects.toThrow(/more than 2 items.*Message limit/);
  });
});

describe('the list of input items', () => {
  const id = 'resp_0123456789abcdef0123456789abcdef';
  const many = (count: number): Promise<InputItem[]> =>
    read(Array.from({ length: count }, (_, index) => `m${index}`));
  const texts = (page: { data: unknown[] }): string[] =>
    page.data.map((each) => (each as { content: { text: string }[] }).content[0]!.text);

  it('follows the specification, item by item', async () => {
    const input = await read([
      'Hi',
      { role: 'user', content: [{ type: 'input_image', image_url: 'data:image/png;base64,AAAA' }] },
      { role: 'assistant', content: 'Yes' },
      { type: 'function_call', call_id: 'c', name: 'look', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c', output: 'seen' },
      { type: 'reasoning', summary: [] },
    ]);
    const page = pageOf(listedInput(id, input), { order: 'asc' });
    for (const each of page.data) item.parse(each);
    expect(page.data).toHaveLength(6);
    expect(new Set(page.data.map((each) => (each as { id: string }).id)).size).toBe(6);
  });

  it('is read page by page, newest first or oldest first', async () => {
    const input = await many(5);
    const first = pageOf(listedInput(id, input), { limit: '2' });
    expect(texts(first)).toEqual(['m4', 'm3']);
    expect(first).toMatchObject({ object: 'list', has_more: true });
    const second = pageOf(listedInput(id, input), { limit: '2', after: first.last_id });
    expect(texts(second)).toEqual(['m2', 'm1']);
    const last = pageOf(listedInput(id, input), { limit: '2', after: second.last_id });
    expect(texts(last)).toEqual(['m0']);
    expect(last.has_more).toBe(false);
    expect(texts(pageOf(listedInput(id, input), { order: 'asc', limit: '3' }))).toEqual([
      'm0',
      'm1',
      'm2',
    ]);
  });

  it.each([
    [{ limit: '0' }, 400],
    [{ limit: '101' }, 400],
    [{ order: 'up' }, 400],
    [{ after: 'msg_none' }, 404],
  ])('refuses %o', async (query, status) => {
    const input = await many(1);
    expect(() => pageOf(listedInput(id, input), query)).toThrow(
      expect.objectContaining({ status, param: Object.keys(query)[0] }),
    );
  });
});
