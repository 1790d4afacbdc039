import { error, has, jsonSchema, type ParameterRow } from './parameter-row.ts';

/** OpenAI, Azure, Anthropic, Gemini and Groq, and where their words stand in public. */
export const firstClouds: readonly ParameterRow[] = [
  {
    service: 'OpenAI: only the default temperature',
    source: 'github.com/QwenLM/qwen-code/issues/921',
    send: { temperature: 0 },
    bad: (body) => body['temperature'] !== undefined && body['temperature'] !== 1,
    body: error(
      "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      { param: 'temperature', code: 'unsupported_value' },
    ),
    taken: { temperature: undefined },
  },
  {
    service: 'OpenAI: no stop',
    source: 'community.openai.com/t/o3-stop-parameter',
    send: { stop: ['END'], temperature: 1 },
    bad: has('stop'),
    body: error("Unsupported parameter: 'stop' is not supported with this model.", {
      param: 'stop',
      code: 'unsupported_parameter',
    }),
    taken: { stop: undefined, temperature: 1 },
  },
  {
    service: 'OpenAI: another name for max_tokens',
    source: 'github.com/vercel/ai/issues/3087',
    send: { max_tokens: 100 },
    bad: has('max_tokens'),
    body: error(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { param: 'max_tokens', code: 'unsupported_parameter' },
    ),
    taken: { max_tokens: undefined, max_completion_tokens: 100 },
  },
  {
    service: 'OpenAI: words for reasoning_effort',
    source: 'community.openai.com/t/gpt-5-codex-minimal-reasoning-effort',
    send: { reasoning_effort: 'minimal' },
    bad: (body) => body['reasoning_effort'] === 'minimal',
    body: error(
      "Unsupported value: 'reasoning_effort' does not support 'minimal' with this model. Supported values are: 'low', 'medium', and 'high'.",
      { param: 'reasoning_effort', code: 'unsupported_value' },
    ),
    taken: { reasoning_effort: 'low' },
  },
  {
    service: 'OpenAI: an argument unknown to older models',
    source: 'github.com/openai/openai-python/issues/2078',
    send: { reasoning_effort: 'medium' },
    bad: has('reasoning_effort'),
    body: error('Unrecognized request argument supplied: reasoning_effort', {
      param: null,
      code: null,
    }),
    taken: { reasoning_effort: undefined },
  },
  {
    service: 'OpenAI: too many stops',
    source: 'platform.openai.com/docs/api-reference/chat/create#stop',
    send: { stop: ['a', 'b', 'c', 'd', 'e'] },
    bad: (body) => (body['stop'] as string[]).length > 4,
    body: error(
      "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead.",
      { param: 'stop', code: 'array_above_max_length' },
    ),
    taken: { stop: ['a', 'b', 'c', 'd'] },
  },
  {
    service: 'OpenAI: too large a max_tokens',
    source: 'github.com/BerriAI/litellm/issues/4439',
    send: { max_tokens: 100_000 },
    bad: (body) => (body['max_tokens'] as number) > 16_384,
    body: error(
      'max_tokens is too large: 100000. This model supports at most 16384 completion tokens, whereas you provided 100000.',
      { param: 'max_tokens', code: 'invalid_value' },
    ),
    taken: { max_tokens: 16_384 },
  },
  {
    service: 'OpenAI: too high a temperature',
    source: 'community.openai.com/t/decimal-above-maximum-value',
    send: { temperature: 2.5 },
    bad: (body) => (body['temperature'] as number) > 2,
    body: error(
      "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5 instead.",
      { param: 'temperature', code: 'decimal_above_max_value' },
    ),
    taken: { temperature: 2 },
  },
  {
    service: 'OpenAI: JSON must be spoken of',
    source: 'community.openai.com/t/messages-must-contain-the-word-json',
    send: { response_format: { type: 'json_object' } },
    bad: (body) => !/json/i.test(JSON.stringify(body.messages)),
    body: error(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      { param: 'messages', code: null },
    ),
    taken: { response_format: { type: 'json_object' } },
  },
  {
    service: 'Azure: an unknown field',
    source: 'github.com/openai/openai-dotnet/issues/180',
    send: { parallel_tool_calls: true, seed: 1, verbosity: 'low' },
    bad: has('verbosity'),
    body: error("Unknown parameter: 'verbosity'.", {
      param: 'verbosity',
      code: 'unknown_parameter',
    }),
    taken: { verbosity: undefined, seed: 1 },
  },
  {
    service: 'Anthropic: one of two',
    source: 'github.com/aws/bedrock-sdk/temperature-top_p, docs.anthropic.com migrating to 4.5',
    send: { temperature: 0.7, top_p: 1 },
    bad: (body) => body['temperature'] !== undefined && body['top_p'] !== undefined,
    body: {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message:
          '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
      },
    },
    taken: { temperature: 0.7, top_p: undefined },
  },
  {
    service: 'Anthropic: a bound within the text',
    source: 'docs.anthropic.com/en/api/errors',
    send: { max_tokens: 100_000 },
    bad: (body) => (body['max_tokens'] as number) > 8192,
    body: {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message:
          'max_tokens: 100000 > 8192, which is the maximum allowed number of output tokens for claude-3-5-sonnet-20241022',
      },
    },
    taken: { max_tokens: 8192 },
  },
  {
    service: 'Anthropic: max_tokens is wanted',
    source: 'docs.anthropic.com/en/api/messages',
    send: {},
    bad: (body) => body['max_tokens'] === undefined,
    body: {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'max_tokens: Field required' },
    },
    taken: { max_tokens: 8192 },
  },
  {
    service: 'Anthropic: an extra input',
    source: 'github.com/ding113/claude-code-hub/issues/662',
    send: { seed: 7 },
    bad: has('seed'),
    body: {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'seed: Extra inputs are not permitted' },
    },
    taken: { seed: undefined },
  },
  {
    service: 'Anthropic: a deprecated parameter',
    source: 'docs.claude.com/en/docs/about-claude/models/whats-new',
    send: { temperature: 0.5 },
    bad: has('temperature'),
    body: {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: '`temperature` is deprecated for this model.',
      },
    },
    taken: { temperature: undefined },
  },
  {
    service: 'Gemini: several unknown names at once',
    source: 'github.com/Vali-98/ChatterUI/issues/227',
    send: { frequency_penalty: 0.5, seed: 1, temperature: 0.5 },
    bad: has('frequency_penalty', 'seed'),
    body: [
      {
        error: {
          code: 400,
          message:
            'Invalid JSON payload received. Unknown name "frequency_penalty": Cannot find field.\nInvalid JSON payload received. Unknown name "seed": Cannot find field.',
          status: 'INVALID_ARGUMENT',
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.BadRequest',
              fieldViolations: [
                {
                  description:
                    'Invalid JSON payload received. Unknown name "frequency_penalty": Cannot find field.',
                },
                {
                  description:
                    'Invalid JSON payload received. Unknown name "seed": Cannot find field.',
                },
              ],
            },
          ],
        },
      },
    ],
    taken: { frequency_penalty: undefined, seed: undefined, temperature: 0.5 },
  },
  {
    service: 'Gemini: penalties by their common name',
    source: 'github.com/google-gemini/cookbook/issues/1290',
    send: { presence_penalty: 0.2, frequency_penalty: 0.2 },
    bad: has('presence_penalty', 'frequency_penalty'),
    body: [
      {
        error: {
          code: 400,
          message: 'Penalty is not enabled for this model',
          status: 'INVALID_ARGUMENT',
        },
      },
    ],
    taken: { presence_penalty: undefined, frequency_penalty: undefined },
  },
  {
    service: 'Groq: a property',
    source: 'github.com/fanenr/chatbot/issues/21',
    send: { logit_bias: { '1': -1 }, stop: ['x'] },
    bad: has('logit_bias'),
    body: error("property 'logit_bias' is unsupported, did you mean 'stop'?"),
    taken: { logit_bias: undefined, stop: ['x'] },
  },
  {
    service: 'Groq: a bound of max_tokens',
    source: 'community.groq.com/t/max-completion-tokens',
    send: { max_completion_tokens: 100_000 },
    bad: (body) => (body['max_completion_tokens'] as number) > 32_768,
    body: error(
      '`max_completion_tokens` must be less than or equal to `32768`, the maximum value for `max_completion_tokens` is less than the `context_window` for this model',
    ),
    taken: { max_completion_tokens: 32_768 },
  },
  {
    service: 'Groq: words for reasoning_effort',
    source: 'community.groq.com/t/reasoning-effort-must-be-one-of',
    send: { reasoning_effort: 'high' },
    bad: (body) => body['reasoning_effort'] === 'high',
    body: error('`reasoning_effort` must be one of `none` or `default`', {
      param: 'reasoning_effort',
    }),
    taken: { reasoning_effort: undefined },
  },
  {
    service: 'Groq: JSON schemas for some models only',
    source: 'github.com/pydantic/pydantic-ai/issues/2346',
    send: { response_format: jsonSchema },
    bad: (body) => (body['response_format'] as { type?: string })?.type === 'json_schema',
    body: error(
      'This model does not support response format `json_schema`. See supported models at https://console.groq.com/docs/structured-outputs#supported-models',
      { param: 'response_format' },
    ),
    taken: { response_format: { type: 'json_object' } },
  },
];
