import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCompression } from '../../../../src/main/agent/loop/compression.ts';
import { fitOutputs } from '../../../../src/main/agent/loop/fit-outputs.ts';
import { renderMessage, renderedLength } from '../../../../src/main/model/conversation/measure.ts';
import type { ChatMessage } from '../../../../src/main/model/model.ts';
import { model, run, upstream } from '../loop-support.ts';

const user = (content: string): ChatMessage => ({ role: 'user', content });
const calls = (...ids: string[]): ChatMessage => ({
  role: 'assistant',
  content: null,
  tool_calls: ids.map((id) => ({
    id,
    type: 'function',
    function: { name: 'read_file', arguments: `{"path":"${id}"}` },
  })),
});
const output = (id: string, length: number): ChatMessage => ({
  role: 'tool',
  tool_call_id: id,
  content: `${id} begins ${'x'.repeat(length - id.length * 2 - 14)} ${id} ends`,
});
const lengths = (messages: ChatMessage[]): number[] =>
  messages.flatMap(({ role, content }) =>
    role === 'tool' && typeof content === 'string' ? [content.length] : [],
  );
const size = (messages: ChatMessage[]): number =>
  messages.reduce((sum, message) => sum + renderMessage(message).length, 0);

describe('tool outputs for which there is no room', () => {
  const messages = [
    user('Compare them.'),
    calls('a', 'b'),
    output('a', 20_000),
    output('b', 300),
    calls('c', 'd'),
    output('c', 30_000),
    output('d', 10_000),
  ];

  it('stay as they are while there is', () => {
    expect(fitOutputs(messages, size(messages) + 100)).toBe(messages);
  });

  it('are shortened from the beginning of the conversation on, and say by how much', () => {
    const fitted = fitOutputs(messages, 45_000);
    expect(lengths(fitted).slice(1)).toEqual([300, 30_000, 10_000]);
    expect(fitted[2]!.content).toMatch(
      /^a begins x{491}\n\n\[… 19000 characters are left out here.*\]\n\nx{493} a ends$/s,
    );
    expect(fitted.filter(({ role }) => role !== 'tool')).toEqual(
      messages.filter(({ role }) => role !== 'tool'),
    );
  });

  it('are shortened evenly among the latest when that is not enough', () => {
    const fitted = fitOutputs(messages, 20_000);
    const [first, second, third, fourth] = lengths(fitted);
    expect([first! < 1_300, second]).toEqual([true, 300]);
    expect(third).toBeGreaterThan(8_000);
    expect(fourth).toBeGreaterThan(8_000);
    expect(size(fitted)).toBeLessThan(20_500);
  });

  it('are never cut within a character', () => {
    const faces = (length: number): ChatMessage[] => [
      user('Look.'),
      calls('a'),
      { role: 'tool', tool_call_id: 'a', content: `${'x'.repeat(length)}${'😀'.repeat(5_000)}` },
    ];
    for (const length of [0, 1]) {
      const [, , { content }] = fitOutputs(faces(length), 3_001) as [unknown, unknown, ChatMessage];
      expect(content).toContain('characters are left out');
      expect(content).not.toMatch(/\p{Surrogate}/u);
    }
  });

  it('keep both ends, however little room there is', () => {
    const fitted = fitOutputs(messages, 10);
    for (const length of lengths(fitted)) expect(length).toBeLessThan(1_300);
    expect(fitted[5]!.content).toMatch(/^c begins .* c ends$/s);
  });

  it('are shortened in a run whose model is given few tokens, and kept whole in what is stored', async () => {
    const long = 'line\n'.repeat(8_000);
    upstream.reply(
      { toolCalls: [{ id: 'c1', name: 'echo', arguments: { text: long } }] },
      { text: 'I saw both ends.' },
    );
    const small = model(10_000);
    const { result } = run(
      {},
      {
        model: small,
        compress: createCompression(small, () => {}),
      },
    );
    const { messages: added } = await result;
    const sent = upstream.requests[1]!.body.messages.at(-1)!.content as string;
    expect(sent.length).toBeLessThan(15_000);
    expect(sent).toContain('characters are left out here');
    expect(added[1]).toMatchObject({ role: 'tool', content: `echo: ${long}` });
  });
});

it('the length of a rendered message is known without making it', () => {
  const text = fc.string();
  const call = fc.record({
    id: text,
    type: fc.constant('function' as const),
    function: fc.record({ name: text, arguments: text }),
  });
  const parts = fc.array(
    fc.oneof(
      fc.record({ type: fc.constant('text' as const), text }),
      fc.constant({ type: 'image_url' as const, image_url: { url: 'data:' } }),
    ),
  );
  const message = fc.oneof(
    fc.record({ role: fc.constant('user' as const), content: fc.oneof(text, parts) }),
    fc.record({
      role: fc.constant('assistant' as const),
      content: fc.option(text),
      tool_calls: fc.array(call),
    }),
  );
  fc.assert(
    fc.property(message, (one) => {
      const difference =
        renderedLength([one as ChatMessage]) - renderMessage(one as ChatMessage).length;
      expect(Math.abs(difference)).toBeLessThanOrEqual(2);
    }),
  );
});
