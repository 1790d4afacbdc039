import { describe, expect, it } from 'vitest';
import type { UpstreamError } from '../../../../../src/main/model/upstream/errors/upstream-error.ts';
import { openServiceMemory } from '../../../../../src/main/model/upstream/dialect/service-memory.ts';
import { startScriptedUpstream } from '../../../../support/scripted-upstream.ts';
import { ask, failureOf, modelFor } from '../../ask.ts';
import { askStrict } from './strict-service.ts';

const message = (text: string, more: object = {}): object => ({
  error: { message: text, type: 'invalid_request_error', ...more },
});

// Their words, from their documentation, their sources and public issues.
const rows: [service: string, limit: number | undefined, status: number, body: unknown][] = [
  [
    'OpenAI',
    8192,
    400,
    message(
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9999 tokens. Please reduce the length of the messages.",
      { code: 'context_length_exceeded', param: 'messages' },
    ),
  ],
  [
    'OpenAI, newer',
    272_000,
    400,
    message(
      'Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300123 tokens. Please reduce the length of the messages.',
      { code: 'context_length_exceeded' },
    ),
  ],
  [
    'OpenAI, responses',
    undefined,
    400,
    message(
      'Your input exceeds the context window of this model. Please adjust your input and try again.',
      { code: 'context_length_exceeded' },
    ),
  ],
  [
    'OpenAI, tokens a minute',
    30_000,
    429,
    message(
      'Request too large for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Requested 40123. The input or output tokens must be reduced in order to run successfully.',
      { code: 'rate_limit_exceeded' },
    ),
  ],
  [
    'Groq, tokens a minute',
    6000,
    413,
    message(
      'Request too large for model `llama-3.1-8b-instant` in organization `org_x` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 7120, please reduce your message size and try again.',
      { code: 'rate_limit_exceeded' },
    ),
  ],
  [
    'Groq',
    undefined,
    400,
    message('Please reduce the length of the messages or completion.', {
      code: 'context_length_exceeded',
      param: 'messages',
    }),
  ],
  [
    'Anthropic',
    200_000,
    400,
    {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'prompt is too long: 208310 tokens > 200000 maximum',
      },
    },
  ],
  [
    'Gemini',
    1_048_575,
    400,
    [
      {
        error: {
          code: 400,
          message:
            'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).',
          status: 'INVALID_ARGUMENT',
        },
      },
    ],
  ],
  [
    'Mistral',
    32_768,
    400,
    {
      object: 'error',
      message:
        'Prompt contains 40123 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
      type: 'invalid_request_error',
      code: '3051',
    },
  ],
  [
    'xAI',
    131_072,
    400,
    {
      code: 'Client specified an invalid argument',
      error: "This model's maximum prompt length is 131072 but the request contains 150123 tokens.",
    },
  ],
  [
    'Cerebras',
    8192,
    400,
    {
      message:
        'Please reduce the length of the messages or completion. Current length is 9001 while limit is 8192',
      type: 'invalid_request_error',
      param: 'messages',
      code: 'context_length_exceeded',
    },
  ],
  [
    'Fireworks',
    131_071,
    400,
    message('The prompt is too long: 250123, model maximum context length: 131071'),
  ],
  [
    'Together',
    32_769,
    422,
    message(
      'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 32769. Given: 40123 `inputs` tokens and 512 `max_new_tokens`',
    ),
  ],
  [
    'OpenRouter',
    131_072,
    400,
    message(
      'This endpoint\'s maximum context length is 131072 tokens. However, you requested about 150123 tokens (150000 of text input, 123 of tool input). Please reduce the length of either one, or use the "middle-out" transform to compress your prompt automatically.',
    ),
  ],
  [
    'vLLM',
    4096,
    400,
    {
      object: 'error',
      message:
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens in the messages, Please reduce the length of the messages.",
      type: 'BadRequestError',
      code: 400,
    },
  ],
  [
    'SGLang',
    4096,
    400,
    {
      object: 'error',
      message: "The input (5123 tokens) is longer than the model's context length (4096 tokens).",
      type: 'BadRequestError',
      code: 400,
    },
  ],
  [
    'llama.cpp',
    16_384,
    400,
    {
      error: {
        code: 400,
        message:
          'request (20123 tokens) exceeds the available context size (16384 tokens), try increasing it',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 20_123,
        n_ctx: 16_384,
      },
    },
  ],
  [
    'llama.cpp, older',
    undefined,
    400,
    {
      error: {
        code: 400,
        message:
          'the request exceeds the available context size. try increasing the context size or enable context shift',
        type: 'invalid_request_error',
      },
    },
  ],
  ['llama-cpp-python', 4096, 400, message('Requested tokens (5123) exceed context window of 4096')],
  [
    'LM Studio',
    4096,
    400,
    {
      error:
        'Trying to keep the first 5123 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input',
    },
  ],
  [
    'LM Studio, newer',
    8192,
    400,
    {
      error:
        'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 9001>= n_ctx: 8192). Try to load the model with a larger context length, or provide a shorter input.',
    },
  ],
  [
    'TGI',
    4096,
    422,
    {
      error:
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5123 `inputs` tokens and 100 `max_new_tokens`',
      error_type: 'validation',
    },
  ],
  ['Bedrock', undefined, 400, { message: 'Input is too long for requested model.' }],
  [
    'LiteLLM',
    8192,
    400,
    message(
      "litellm.ContextWindowExceededError: litellm.BadRequestError: This model's maximum context length is 8192 tokens. However, you requested 9001 tokens (9001 in the messages). Received Model Group=x",
    ),
  ],
  [
    'Moonshot',
    8192,
    400,
    message('Invalid request: Your request exceeded model token limit: 8192 (requested: 9001)'),
  ],
  [
    'DashScope',
    30_720,
    400,
    message(
      '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]',
    ),
  ],
  [
    'Copilot',
    128_000,
    400,
    message('prompt token count of 130123 exceeds the limit of 128000', {
      code: 'model_max_prompt_tokens_exceeded',
    }),
  ],
  [
    'GitHub Models',
    8000,
    413,
    message('Request body too large for gpt-4o model. Max size: 8000 tokens.', {
      code: 'tokens_limit_reached',
    }),
  ],
  [
    'Cohere',
    4096,
    400,
    {
      message:
        'too many tokens: size limit exceeded by 11326 tokens. Try using shorter or fewer inputs. The limit for this model is 4096 tokens.',
    },
  ],
  ['MiniMax', undefined, 400, message('invalid params, context window exceeds limit (2013)')],
  [
    'DeepSeek',
    131_072,
    400,
    message(
      "This model's maximum context length is 131072 tokens. However, you requested 140123 tokens (140123 in the messages, 0 in the completion). Please reduce the length of the messages or completion.",
    ),
  ],
];

describe('a conversation that is too long', () => {
  it.each(rows)(
    'is understood, and the limit learned, where it is said: %s',
    async (_service, limit, status, body) => {
      const upstream = await startScriptedUpstream();
      upstream.replyWith(() => ({ status, body }));
      const memory = openServiceMemory();
      const model = modelFor(upstream, { memory, contextWindow: 10_000_000 });
      const error = (await failureOf(ask(model))) as UpstreamError;
      expect(error).toMatchObject({ kind: 'too_long', status });
      expect(error.message).toMatch(/longer than test-model can read/);
      expect(error.fittingTokens).toBeGreaterThan(0);
      expect(upstream.requests).toHaveLength(1);
      expect(model.contextWindow).toBe(limit ?? 10_000_000);
      expect(model.learned).toHaveLength(limit === undefined ? 0 : 1);
      await upstream.close();
    },
  );

  it.each([
    [
      'vLLM',
      "'max_tokens' or 'max_completion_tokens' is too large: 20000. This model's maximum context length is 4096 tokens and your request has 1030 input tokens (20000 > 4096 - 1030).",
    ],
    [
      'OpenAI',
      "This model's maximum context length is 4096 tokens. However, you requested 21030 tokens (1030 in the messages, 20000 in the completion). Please reduce the length of the messages or completion.",
    ],
    [
      'Anthropic',
      'input length and `max_tokens` exceed context limit: 1030 + 20000 > 4096, decrease input length or `max_tokens` and try again',
    ],
    [
      'Together',
      '`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 1030 `inputs` tokens and 20000 `max_new_tokens`',
    ],
  ])(
    'only with the answer that was asked for gets a shorter answer: %s',
    async (_service, text) => {
      const { sent } = await askStrict(
        (body) => ((body['max_tokens'] as number) + 1030 > 4096 ? [400, message(text)] : undefined),
        { parameters: { max_tokens: 20_000 } },
      );
      expect(sent).toHaveLength(2);
      expect(sent[1]!['max_tokens']).toBeGreaterThan(2_000);
      expect(sent[1]!['max_tokens']).toBeLessThanOrEqual(4096 - 1030);
    },
  );
});
