import { describe, expect, it } from 'vitest';
import { firstClouds } from './real-refusals/first-clouds.ts';
import { others } from './real-refusals/others.ts';
import { error, jsonSchema, schema } from './real-refusals/parameter-row.ts';
import { askStrict, type Sent } from './strict-service.ts';

const rows = [...firstClouds, ...others];

const answers: Record<string, (body: Sent) => unknown> = {
  'xAI: one after the other': (body) => {
    const name = ['presence_penalty', 'frequency_penalty', 'stop'].find(
      (each) => body[each] !== undefined,
    )!;
    const camel = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    return {
      code: 'Client specified an invalid argument',
      error: `Model grok-4 does not support parameter ${camel}.`,
    };
  },
};

const tool = {
  type: 'function' as const,
  function: { name: 'f', description: 'A tool', parameters: { type: 'object', properties: {} } },
};

describe('a parameter that a service refuses', () => {
  it.each(rows)('is left out, renamed or lowered: $service', async (row) => {
    const { service, send, bad, status = 400, taken, requests = 2 } = row;
    const { text, sent } = await askStrict(
      (body) => (bad(body) ? [status, answers[service]?.(body) ?? row.body] : undefined),
      { parameters: send, tools: [tool] },
    );
    expect(text).toBe('answered');
    expect(sent).toHaveLength(requests);
    for (const [field, value] of Object.entries(taken)) {
      expect(sent.at(-1)![field], field).toEqual(value);
    }
    // Nothing else was given up for it, the tools least of all.
    expect(sent.at(-1)!['tools']).toEqual([tool]);
  });
});

describe('JSON that a service takes in no such form', () => {
  it('is asked for in words, with its schema', async () => {
    const { sent } = await askStrict(
      (body) =>
        body['response_format'] === undefined
          ? undefined
          : [400, error('response_format is not supported by this model')],
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Where?' },
        ],
        parameters: { response_format: jsonSchema },
      },
    );
    expect(sent.at(-1)!.messages[0]!['content']).toMatch(/^Be brief\.\n\nAnswer with JSON alone/);
    expect(sent.at(-1)!.messages[0]!['content']).toContain(JSON.stringify(schema));
  });

  it('is an error where the schema itself is wrong, for the client must know', async () => {
    await expect(
      askStrict(
        () => [
          400,
          error(
            "Invalid schema for response_format 'answer': 'required' is required to be supplied",
            {
              param: 'response_format',
            },
          ),
        ],
        { parameters: { response_format: jsonSchema } },
      ),
    ).rejects.toMatchObject({ kind: 'bad_request' });
  });
});

describe('a refusal that cannot be understood', () => {
  it.each([
    'API 调用参数有误，请检查文档。',
    'Something is wrong with this request.',
    'Invalid image: it cannot be decoded.',
    'You must accept the terms of this model first, stop by our page and seed your account.',
  ])('is told as it is, and not asked about again: %s', async (message) => {
    let count = 0;
    const answer = askStrict(
      () => {
        count += 1;
        return [400, error(message)];
      },
      { parameters: { temperature: 0.5, top_p: 1, stop: ['x'], max_tokens: 10 } },
    );
    await expect(answer).rejects.toMatchObject({
      kind: 'bad_request',
      message: expect.stringContaining(message),
    });
    expect(count).toBe(1);
  });

  it('is told after some attempts, whatever it names', async () => {
    let count = 0;
    const answer = askStrict(
      (body) => {
        count += 1;
        const field = Object.keys(body).find(
          (name) => !['model', 'messages', 'stream'].includes(name),
        );
        return [400, error(`${field ?? 'nothing'} number ${count} is not supported`)];
      },
      {
        parameters: {
          temperature: 1,
          top_p: 1,
          seed: 1,
          stop: ['x'],
          max_tokens: 9,
          presence_penalty: 1,
          frequency_penalty: 1,
          logit_bias: {},
          reasoning_effort: 'low',
          verbosity: 'low',
        },
      },
    );
    await expect(answer).rejects.toMatchObject({ kind: 'bad_request' });
    expect(count).toBeLessThanOrEqual(13);
  });
});
