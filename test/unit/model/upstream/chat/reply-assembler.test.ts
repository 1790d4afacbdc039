import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorDetailFrom } from '../../../../../src/main/model/upstream/errors/error-detail.ts';
import { ReplyAssembler } from '../../../../../src/main/model/upstream/chat/reply-assembler.ts';
import { UpstreamTrouble } from '../../../../../src/main/model/upstream/errors/trouble.ts';

test('whatever JSON comes as chunks, there is a reply, a reported failure or a broken reply', () => {
  const oneOf = (...keys: string[]): fc.Arbitrary<string> => fc.constantFrom(...keys);
  const key = oneOf(
    'choices',
    'delta',
    'message',
    'content',
    'tool_calls',
    'function',
    'arguments',
    'name',
    'id',
    'index',
    'reasoning',
    'reasoning_details',
    'text',
    'finish_reason',
    'usage',
    'prompt_tokens',
    'error',
    'refusal',
    'function_call',
    'prompt_tokens_details',
  );
  const { chunk } = fc.letrec((tie) => ({
    chunk: fc.dictionary(key, tie('value')),
    value: fc.oneof(
      { maxDepth: 6 },
      fc.jsonValue({ maxDepth: 1 }),
      oneOf('a', '', '{"x":1}', 'stop', 'error'),
      tie('chunk'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  }));
  fc.assert(
    fc.property(
      fc.array(chunk as fc.Arbitrary<object>, { maxLength: 8 }),
      fc.boolean(),
      (chunks, ended) => {
        let text = '';
        let reasoning = '';
        const assembler = new ReplyAssembler(
          {
            onText: (piece) => (text += piece),
            onReasoning: (piece) => (reasoning += piece),
          },
          'a service',
        );
        try {
          for (const one of chunks) assembler.add(one);
          if (ended) assembler.end();
          const reply = assembler.reply();
          expect(reply.text).toBe(text);
          expect(reply.reasoning).toBe(reasoning);
          for (const call of reply.toolCalls) expect(call.id).not.toBe('');
        } catch (error) {
          if (!(error instanceof UpstreamTrouble)) throw error;
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  [
    '{"error":{"message":"No","code":"bad","status":400}}',
    { message: 'No', code: 'bad', status: 400 },
  ],
  ['{"error":{"message":"No","code":429}}', { message: 'No', status: 429 }],
  ['{"error":"No"}', { message: 'No' }],
  ['[{"error":{"message":"No"}}]', { message: 'No' }],
  ['{"detail":"No"}', { message: 'No' }],
  ['{"object":"error","message":"No","code":400}', { message: 'No', status: 400 }],
  [
    '{"error":{"message":"Provider returned error","metadata":{"raw":"too long"}}}',
    { message: 'Provider returned error: too long' },
  ],
  ['{"oops":1}', { message: '{"oops":1}' }],
  ['Not  Found\n', { message: 'Not Found' }],
  ['<html><head><title>502 Bad Gateway</title>', { message: '502 Bad Gateway' }],
  ['<p>', { message: '' }],
  ['', { message: '' }],
])('the message is found in %s', (text, detail) => {
  expect(errorDetailFrom(text)).toMatchObject(detail);
});

test('a long message is cut', () => {
  expect(errorDetailFrom('x'.repeat(5000)).message.length).toBeLessThan(500);
});
