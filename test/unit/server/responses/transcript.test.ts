import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../../src/main/model/model.ts';
import {
  assembleTranscript,
  settleTranscript,
} from '../../../../src/main/server/routes/responses/transcript.ts';
import type { InputItem, Turn } from '../../../../src/main/store/response-store.ts';
import { log, modelCall, text, toolFinished, toolStarted } from './run-logs.ts';

const says = (role: 'user' | 'assistant' | 'system' | 'developer', said: string): InputItem =>
  ({
    type: 'message',
    role,
    content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text: said }],
  }) as InputItem;
const calls = (id: string, name = 'look'): InputItem => ({
  type: 'function_call',
  call_id: id,
  name,
  arguments: '{}',
});
const answers = (id: string, output: string): InputItem => ({
  type: 'function_call_output',
  call_id: id,
  output,
});
const turn = (input: InputItem[], ...messages: ChatMessage[]): Turn => ({
  responseId: 'resp_x',
  input,
  messages,
});
const assistantCalls = (content: string | null, ...ids: string[]): ChatMessage => ({
  role: 'assistant',
  content,
  tool_calls: ids.map((id) => ({
    id,
    type: 'function',
    function: { name: 'look', arguments: '{}' },
  })),
});
const toolSays = (id: string, content: string): ChatMessage => ({
  role: 'tool',
  tool_call_id: id,
  content,
});

describe('a transcript', () => {
  it('is the turns before and then the input', () => {
    const past = [
      turn([says('user', 'one')], { role: 'assistant', content: 'first' }),
      turn([says('user', 'two')], assistantCalls('Wait', 'a'), toolSays('a', 'A'), {
        role: 'assistant',
        content: 'second',
      }),
    ];
    expect(assembleTranscript(past, [says('user', 'three')], 'disabled').messages).toEqual([
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'first' },
      { role: 'user', content: 'two' },
      assistantCalls('Wait', 'a'),
      toolSays('a', 'A'),
      { role: 'assistant', content: 'second' },
      { role: 'user', content: 'three' },
    ]);
  });

  it('takes system and developer messages for instructions, in order, also those of earlier turns', () => {
    const past = [turn([says('system', 'Be kind.'), says('user', 'one')])];
    const input = [says('developer', 'Be brief.'), says('user', 'two')];
    const { instructions, messages } = assembleTranscript(past, input, 'disabled');
    expect(instructions).toEqual(['Be kind.', 'Be brief.']);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'user']);
  });

  it('joins calls to the message before them and pairs each with its output', () => {
    const input = [
      says('user', 'go'),
      says('assistant', 'Wait'),
      calls('a'),
      calls('b'),
      answers('b', 'B'),
      answers('a', 'A'),
      says('user', 'so?'),
    ];
    expect(assembleTranscript([], input, 'disabled').messages).toEqual([
      { role: 'user', content: 'go' },
      assistantCalls('Wait', 'a', 'b'),
      toolSays('a', 'A'),
      toolSays('b', 'B'),
      { role: 'user', content: 'so?' },
    ]);
  });

  it('answers a call of the turn before with an output in the input', () => {
    const past = [turn([says('user', 'weather?')], assistantCalls(null, 'c'))];
    expect(assembleTranscript(past, [answers('c', 'sunny')], 'disabled').messages).toEqual([
      { role: 'user', content: 'weather?' },
      assistantCalls(null, 'c'),
      toolSays('c', 'sunny'),
    ]);
  });

  it('leaves out what the person said where it comes again beside the outputs', () => {
    const past = [
      turn([says('user', 'weather?')], assistantCalls(null, 'a')),
      turn([says('user', 'weather?'), answers('a', 'sunny')], assistantCalls(null, 'b')),
    ];
    const input = [says('user', 'weather?'), answers('a', 'sunny'), answers('b', 'warm')];
    expect(assembleTranscript(past, input, 'disabled').messages.slice(-2)).toEqual([
      assistantCalls(null, 'b'),
      toolSays('b', 'warm'),
    ]);
  });

  it('keeps what the person says beside the outputs, and the same words without them', () => {
    const past = [turn([says('user', 'weather?')], assistantCalls(null, 'a'))];
    for (const input of [
      [says('user', 'and in Rome?'), answers('a', 'sunny')],
      [says('user', 'weather?')],
    ]) {
      const { messages } = assembleTranscript(past, input, 'disabled');
      expect(messages.at(-1)).toMatchObject({ role: 'user' });
    }
  });

  it('says of a call that nobody answered that nobody did', () => {
    const past = [turn([says('user', 'weather?')], assistantCalls(null, 'c'))];
    const { messages } = assembleTranscript(past, [says('user', 'never mind')], 'disabled');
    expect(messages[2]).toMatchObject({ role: 'tool', tool_call_id: 'c' });
    expect(messages[2]!.content).toMatch(/not answered/);
  });

  it('refuses an output of a call that was never made', () => {
    expect(() => assembleTranscript([], [answers('x', '?')], 'disabled')).toThrow(
      expect.objectContaining({ status: 400, param: 'input' }),
    );
  });

  it('keeps apart calls whose ids come again', () => {
    const past = [
      turn([says('user', 'one')], assistantCalls(null, 'call_1'), toolSays('call_1', 'first')),
      turn([says('user', 'two')], assistantCalls(null, 'call_1'), toolSays('call_1', 'second')),
    ];
    const { messages } = assembleTranscript(past, [says('user', 'three')], 'disabled');
    expect(messages.filter(({ role }) => role === 'tool').map(({ content }) => content)).toEqual([
      'first',
      'second',
    ]);
  });

  it('hands on images, those of tool outputs in a user message behind them', () => {
    const image = {
      type: 'input_image' as const,
      image_url: 'data:image/png;base64,AA',
      detail: 'low' as const,
    };
    const input: InputItem[] = [
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'see' }, image] },
      calls('a'),
      {
        type: 'function_call_output',
        call_id: 'a',
        output: [{ type: 'input_text', text: 'shot' }, image],
      },
    ];
    const { messages } = assembleTranscript([], input, 'disabled');
    const url = { url: image.image_url, detail: 'low' };
    expect(messages[0]).toEqual({
      role: 'user',
      content: [
        { type: 'text', text: 'see' },
        { type: 'image_url', image_url: url },
      ],
    });
    expect(messages[2]).toEqual(toolSays('a', 'shot'));
    expect(messages[3]).toMatchObject({ role: 'user', content: [{}, { image_url: url }] });
  });
});

describe('truncation', () => {
  const long = Array.from({ length: 80 }, (_, index) =>
    turn([says('user', `q${index}`)], { role: 'assistant', content: `a${index}` }),
  );

  it('keeps the last 100 items when it is automatic', () => {
    const { messages } = assembleTranscript(long, [says('user', 'last')], 'auto');
    expect(messages).toHaveLength(100);
    expect(messages.at(-1)).toEqual({ role: 'user', content: 'last' });
  });

  it('keeps everything when it is disabled', () => {
    expect(assembleTranscript(long, [says('user', 'x')], 'disabled').messages).toHaveLength(161);
  });

  it('never keeps an output without its call, nor a call without its output', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `c${index}`);
    const busy = turn(
      [says('user', 'go')],
      assistantCalls('Working', ...ids),
      ...ids.map((id) => toolSays(id, id)),
    );
    const input = Array.from({ length: 60 }, (_, index) => says('user', `n${index}`));
    const { messages } = assembleTranscript([busy], input, 'auto');
    expect(messages).toHaveLength(60);
    const enough = assembleTranscript([busy], input.slice(0, 39), 'auto').messages;
    expect(enough).toHaveLength(31 + 39);
  });
});

it('holds every message, call and output exactly once and in order, however a chain is cut into turns', () => {
  // One round of a conversation: a question, calls with their outputs, an answer.
  const round = fc.record({ calls: fc.nat(3), answer: fc.boolean() });
  fc.assert(
    fc.property(fc.array(round, { minLength: 1, maxLength: 12 }), (rounds) => {
      const expected: ChatMessage[] = [];
      const turns = rounds.map((each, index) => {
        const ids = Array.from({ length: each.calls }, (_, call) => `c${index}_${call}`);
        const added: ChatMessage[] = [];
        if (ids.length > 0) {
          added.push(assistantCalls(null, ...ids), ...ids.map((id) => toolSays(id, `out ${id}`)));
        }
        if (each.answer || ids.length === 0)
          added.push({ role: 'assistant', content: `a${index}` });
        expected.push({ role: 'user', content: `q${index}` }, ...added);
        return turn([says('user', `q${index}`)], ...added);
      });
      const { messages } = assembleTranscript(turns, [says('user', 'now')], 'disabled');
      expect(messages).toEqual([...expected, { role: 'user', content: 'now' }]);
    }),
  );
});

describe('the transcript of a run that was stopped', () => {
  it('keeps the text that was being written', () => {
    const events = log(
      ...modelCall(1, ...text('one')),
      { type: 'model.started', call: 2 },
      ...text('tw', 'o'),
    );
    expect(settleTranscript([{ role: 'assistant', content: 'one' }], events)).toEqual([
      { role: 'assistant', content: 'one' },
      { role: 'assistant', content: 'two' },
    ]);
  });

  it('answers calls that were under way, with their output where there is one', () => {
    const events = log(...modelCall(1), toolStarted('a'), toolStarted('b'), toolFinished('a', 'A'));
    const settled = settleTranscript([assistantCalls(null, 'a', 'b')], events);
    expect(settled).toMatchObject([{}, toolSays('a', 'A'), { tool_call_id: 'b' }]);
    expect(settled[2]!.content).toMatch(/^Interrupted/);
  });

  it('is empty when nothing was said or done', () => {
    expect(settleTranscript([], log())).toEqual([]);
  });
});
