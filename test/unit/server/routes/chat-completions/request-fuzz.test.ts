import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ApiError } from '../../../../../src/main/server/errors/api-error.ts';
import { readChatRequest } from '../../../../../src/main/server/routes/chat-completions/request.ts';
import { readFileHere } from '../../../../support/read-file-here.ts';

/** A valid request that uses all there is. */
const valid = {
  model: 'hermes-agent',
  messages: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      name: 'Ada',
      content: [
        { type: 'text', text: 'Hi' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==', detail: 'low' } },
        { type: 'file', file: { filename: 'a.txt', file_data: 'aGk=' } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c', content: 'done' },
  ],
  tools: [
    { type: 'function', function: { name: 'f', description: 'd', parameters: {}, strict: true } },
  ],
  tool_choice: { type: 'function', function: { name: 'f' } },
  stream: true,
  stream_options: { include_usage: true },
  temperature: 1,
  max_tokens: 5,
  stop: ['a'],
  logit_bias: { '1': 1 },
  response_format: { type: 'json_object' },
  reasoning: { effort: 'low' },
};

type Path = (string | number)[];

/** Where each value of a JSON tree stands. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Object.entries(value).flatMap(([key, child]) =>
    pathsOf(child, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return [at, ...inner];
}

/** A copy of the tree with another value in one place; undefined takes it away. */
function withValue(tree: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(tree) ? [...(tree as unknown[])] : { ...(tree as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}

const mutation = fc.tuple(
  fc.constantFrom(...pathsOf(valid)),
  fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.constantFrom(...pathsOf(valid))),
);

it('10,000 mutated requests are read or refused with 400 and a message, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      let body: unknown = valid;
      for (const [path, value] of mutations) {
        if (pathsOf(body).some((known) => known.join() === path.join())) {
          body = withValue(body, path, value);
        }
      }
      const result = await readChatRequest(body, {
        conversationId: 'c',
        client: 'fuzz',
        maxMessages: 100,
        readFile: readFileHere,
        onIgnoredTool: () => {},
      }).catch((error: unknown) => error);
      if (!(result instanceof Error)) return;
      expect(result).toBeInstanceOf(ApiError);
      expect(result).toMatchObject({ status: 400, type: 'invalid_request_error' });
      expect(result.message.length).toBeGreaterThan(5);
    }),
    { numRuns: 10_000 },
  );
});
