import { describe, expect, it } from 'vitest';
import { createCompression } from '../../../../src/main/agent/loop/compression.ts';
import type { ChatMessage } from '../../../../src/main/model/model.ts';
import { call, model, run, upstream } from '../loop-support.ts';

describe('context compression', () => {
  const history: ChatMessage[] = Array.from({ length: 30 }, (_, i) => ({
    role: i % 2 === 0 ? ('user' as const) : ('assistant' as const),
    content: `message ${i} ${'x'.repeat(300)}`,
  }));
  history.push({ role: 'user', content: 'and now?' });

  it('summarises older turns by the model, keeps the latest 20 messages, and counts the tokens', async () => {
    upstream.reply(
      { text: 'They talked about x.', usage: { prompt_tokens: 100, completion_tokens: 5 } },
      { text: 'Now this.', usage: { prompt_tokens: 50, completion_tokens: 2 } },
    );
    const small = model(4_000);
    const { events, result } = run(
      { messages: history },
      { model: small, compress: createCompression(small, () => {}) },
    );
    const { outcome } = await result;
    const shown = upstream.requests[0]!.body.messages[1]!.content as string;
    expect(shown.match(/message \d+/g)).toEqual(
      Array.from({ length: 11 }, (_, i) => `message ${i}`),
    );
    const sent = upstream.requests[1]!.body.messages;
    expect(sent).toHaveLength(22);
    expect(sent[0]).toEqual({ role: 'system', content: 'You are Hermes.' });
    expect(sent[1]!.content).toMatch(/Summary.*They talked about x\./s);
    expect(sent.at(-1)).toEqual({ role: 'user', content: 'and now?' });
    expect(outcome.usage).toMatchObject({ inputTokens: 150, outputTokens: 7 });
    expect(
      events.filter((event) => event.type === 'text.delta').map((event) => event.text),
    ).toEqual(['Now this.']);
  });

  it.each([
    ['half of the context window is not too much', 2_000, 'c1'],
    ['more than half of the context window is too much', 2_001, undefined],
  ])('goes by the prompt of the last call: %s', async (_, promptTokens, answered) => {
    const short = history.map(({ role }): ChatMessage => ({ role, content: 'x' }) as ChatMessage);
    upstream.reply(
      {
        toolCalls: [call('a', 'c1')],
        usage: { prompt_tokens: promptTokens, completion_tokens: 5 },
      },
      { text: 'one' },
      { text: 'two' },
    );
    const medium = model(4_000);
    await run({ messages: short }, { model: medium, compress: createCompression(medium, () => {}) })
      .result;
    // The second call is either the next of the run, or the one for a summary.
    expect(upstream.requests[1]!.body.messages.at(-1)).toMatchObject(
      answered ? { role: 'tool', tool_call_id: answered } : { role: 'user' },
    );
    expect(upstream.requests).toHaveLength(answered ? 2 : 3);
  });

  it('leaves the stored transcript as it is', async () => {
    const stored = structuredClone(history);
    upstream.reply({ text: 'summary' }, { toolCalls: [call('a', 'c1')] }, { text: 'ok' });
    const small = model(4_000);
    const { recorded, result } = run(
      { messages: stored },
      { model: small, compress: createCompression(small, () => {}) },
    );
    const { messages } = await result;
    expect(stored).toEqual(history);
    expect(messages).toMatchObject([
      { role: 'assistant', tool_calls: [{ id: 'c1' }] },
      { role: 'tool', content: 'echo: a' },
      { role: 'assistant', content: 'ok' },
    ]);
    expect(recorded).toEqual(messages);
  });

  it('summarises a conversation that is many times as long as the model can read', async () => {
    const long = Array.from({ length: 10 }, () => history.slice(0, 30)).flat();
    upstream.reply({ text: 'summary' }, { text: 'ok' });
    const small = model(4_000);
    await run(
      { messages: [...long, { role: 'user', content: 'and now?' }] },
      { model: small, compress: createCompression(small, () => {}) },
    ).result;
    const shown = upstream.requests[0]!.body.messages[1]!.content as string;
    // 4,000 tokens are about 14,000 characters; the summary needs room, too.
    expect(shown.length).toBeLessThan(8_000);
    expect(shown.match(/message \d+/g)).toHaveLength(long.length + 1 - 20);
  });

  it('never parts a call from its result', async () => {
    const withTools: ChatMessage[] = [
      ...history.slice(0, 10),
      {
        role: 'assistant',
        content: null,
        tool_calls: Array.from({ length: 3 }, (_, i) => ({
          id: `t${i}`,
          type: 'function' as const,
          function: { name: 'echo', arguments: '{}' },
        })),
      },
      ...[0, 1, 2].map((i) => ({ role: 'tool' as const, tool_call_id: `t${i}`, content: 'r' })),
      ...history.slice(0, 18),
    ];
    upstream.reply({ text: 'summary' }, { text: 'ok' });
    const small = model(3_000);
    await run(
      { messages: withTools },
      { model: small, compress: createCompression(small, () => {}) },
    ).result;
    const sent = upstream.requests[1]!.body.messages;
    expect(sent[2]).toMatchObject({ role: 'assistant', tool_calls: [{ id: 't0' }, {}, {}] });
    expect(sent.filter((message) => message.role === 'tool')).toHaveLength(3);
  });

  it('goes on with everything when no summary can be had, and says so', async () => {
    const warnings: string[] = [];
    upstream.reply({ status: 400, body: { error: { message: 'no' } } }, { text: 'ok' });
    const small = model(4_000);
    await run(
      { messages: history },
      { model: small, compress: createCompression(small, (message) => warnings.push(message)) },
    ).result;
    expect(upstream.requests[1]!.body.messages).toHaveLength(32);
    expect(warnings).toHaveLength(1);
  });
});
