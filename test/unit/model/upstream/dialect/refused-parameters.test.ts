import { describe, expect, it } from 'vitest';
import type { ModelParameters } from '../../../../../src/main/model/model.ts';
import { askStrict, type Sent } from './strict-service.ts';

interface Row {
  service: string;
  /** Where its words stand in public. */
  source: string;
  send: ModelParameters;
  /** Whether the service refuses a request. */
  bad: (body: Sent) => boolean;
  status?: number;
  body: unknown;
  /** What the request that it took has of what was sent; undefined: not sent. */
  taken: Record<string, unknown>;
  /** Requests in all; 2 unless said otherwise. */
  requests?: number;
}

const has =
  (...fields: string[]) =>
  (body: Sent): boolean =>
    fields.some((field) => body[field] !== undefined);
const error = (message: string, more: object = {}): object => ({
  error: { message, type: 'invalid_request_error', ...more },
});
const schema = { type: 'object', properties: { city: { type: 'string' } } };
const jsonSchema: ModelParameters['response_format'] = {
  type: 'json_schema',
  json_schema: { name: 'answer', schema },
};

const rows: Row[] = [
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
  {
    service: 'Mistral: an extra input',
    source: 'github.com/nomtek/mistralai_client_dart/issues/44',
    send: { logit_bias: { '50256': -100 } },
    bad: has('logit_bias'),
    status: 422,
    body: {
      object: 'error',
      message: {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'logit_bias'],
            msg: 'Extra inputs are not permitted',
            input: { '50256': -100 },
          },
        ],
      },
      type: 'invalid_request_error',
      param: null,
      code: null,
    },
    taken: { logit_bias: undefined },
  },
  {
    service: 'Mistral: two extra inputs, and the newer name of max_tokens',
    source: 'github.com/continuedev/continue/issues/5212',
    send: { seed: 3, max_completion_tokens: 50 },
    bad: has('seed', 'max_completion_tokens'),
    status: 422,
    body: {
      detail: ['seed', 'max_completion_tokens'].map((name) => ({
        type: 'extra_forbidden',
        loc: ['body', name],
        msg: 'Extra inputs are not permitted',
        input: 1,
      })),
    },
    taken: { seed: undefined, max_completion_tokens: undefined, max_tokens: 50 },
  },
  {
    service: 'DeepSeek: a range',
    source: 'github.com/we0-dev/we0/issues/56',
    send: { max_tokens: 32_000 },
    bad: (body) => (body['max_tokens'] as number) > 8192,
    body: error('Invalid max_tokens value, the valid range of max_tokens is [1, 8192]'),
    taken: { max_tokens: 8192 },
  },
  {
    service: 'DeepSeek: no schema',
    source: 'github.com/ItzCrazyKns/Vane/issues/969',
    send: { response_format: jsonSchema },
    bad: (body) => (body['response_format'] as { type?: string })?.type === 'json_schema',
    body: error('This response_format type is unavailable now', {
      param: null,
      code: 'invalid_request_error',
    }),
    taken: { response_format: { type: 'json_object' } },
  },
  {
    service: 'xAI: a name in another case',
    source: 'github.com/neavo/LinguaGacha/issues/771',
    send: { reasoning_effort: 'low' },
    bad: has('reasoning_effort'),
    body: {
      code: 'Client specified an invalid argument',
      error: 'Model grok-4.20-0309-non-reasoning does not support parameter reasoningEffort.',
    },
    taken: { reasoning_effort: undefined },
  },
  {
    service: 'xAI: one after the other',
    source: 'docs.x.ai/docs/guides/reasoning',
    send: { presence_penalty: 0.1, frequency_penalty: 0.1, stop: ['x'] },
    bad: has('presence_penalty', 'stop', 'frequency_penalty'),
    body: undefined,
    taken: { presence_penalty: undefined, frequency_penalty: undefined, stop: undefined },
    requests: 4,
  },
  {
    service: 'Cerebras: a value',
    source: 'github.com/agno-agi/agno/issues/4508',
    send: { parallel_tool_calls: false },
    bad: has('parallel_tool_calls'),
    body: {
      message: 'parallel_tool_calls=False is not supported by this model.',
      type: 'invalid_request_error',
      param: 'parallel_tool_calls',
      code: 'wrong_api_format',
    },
    taken: { parallel_tool_calls: undefined },
  },
  {
    service: 'Fireworks: extra inputs',
    source: 'github.com/HenriGrimm/Minnow/issues/270',
    send: { seed: 1, logit_bias: { '1': 1 } },
    bad: has('logit_bias', 'seed'),
    body: {
      error: {
        object: 'error',
        type: 'invalid_request_error',
        code: 'invalid_request_error',
        message:
          "2 request validation errors: Extra inputs are not permitted, field: 'logit_bias', value: {'1': 1}; Extra inputs are not permitted, field: 'seed', value: 1",
      },
    },
    taken: { seed: undefined, logit_bias: undefined },
  },
  {
    service: 'Together: a range in words',
    source: 'docs.together.ai/reference/chat-completions',
    send: { temperature: -1 },
    bad: (body) => (body['temperature'] as number) < 0,
    body: {
      error: {
        message: 'Input validation error: temperature must be between 0 and 2',
        type: 'invalid_request_error',
        param: null,
        code: null,
      },
    },
    taken: { temperature: 0 },
  },
  {
    service: 'OpenRouter: what the service behind it said',
    source: 'github.com/charmbracelet/crush/issues/279',
    send: { stop: ['x'] },
    bad: has('stop'),
    body: {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: {
          raw: '{"error":{"message":"Unsupported parameter: \'stop\' is not supported with this model.","type":"invalid_request_error","param":"stop","code":"unsupported_parameter"}}',
          provider_name: 'OpenAI',
        },
      },
    },
    taken: { stop: undefined },
  },
  {
    service: 'vLLM: an open range',
    source: 'vllm/sampling_params.py',
    send: { top_p: 0 },
    bad: (body) => (body['top_p'] as number) <= 0,
    body: {
      object: 'error',
      message: 'top_p must be in (0, 1], got 0.0.',
      type: 'BadRequestError',
      param: null,
      code: 400,
    },
    taken: { top_p: 0.01 },
  },
  {
    service: 'vLLM: one error a field',
    source: 'github.com/vllm-project/vllm/issues/7690',
    send: { logit_bias: { x: 1 }, seed: 1 },
    bad: has('logit_bias'),
    body: {
      object: 'error',
      message:
        "[{'type': 'int_parsing', 'loc': ('body', 'logit_bias', 'x'), 'msg': 'Input should be a valid integer', 'input': 'x'}]",
      type: 'BadRequestError',
      param: null,
      code: 400,
    },
    taken: { logit_bias: undefined, seed: 1 },
  },
  {
    service: 'llama.cpp: a grammar beside tools',
    source: 'llama.cpp/tools/server/utils.hpp',
    send: { response_format: { type: 'json_object' } },
    bad: (body) => body['response_format'] !== undefined && body['tools'] !== undefined,
    status: 500,
    body: {
      error: {
        code: 500,
        message: 'Cannot use custom grammar constraints with tools.',
        type: 'server_error',
      },
    },
    taken: { response_format: undefined },
  },
  {
    service: 'LM Studio: JSON as a schema',
    source: 'github.com/LoadShine/tada/issues/16',
    send: { response_format: { type: 'json_object' } },
    bad: (body) => (body['response_format'] as { type?: string })?.type === 'json_object',
    body: { error: "'response_format.type' must be 'json_schema' or 'text'" },
    taken: {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', schema: { type: 'object' } },
      },
    },
  },
  {
    service: 'Ollama: a word for thinking',
    source: 'ollama/openai/openai.go',
    send: { reasoning_effort: 'xhigh' },
    bad: (body) => body['reasoning_effort'] === 'xhigh',
    body: error('invalid reasoning value: \'xhigh\' (must be "high", "medium", "low", or "none")'),
    taken: { reasoning_effort: 'high' },
  },
  {
    service: 'TGI: a range',
    source: 'text-generation-inference/router/src/validation.rs',
    send: { temperature: 0 },
    bad: (body) => (body['temperature'] as number) <= 0,
    status: 422,
    body: {
      error: 'Input validation error: `temperature` must be strictly positive',
      error_type: 'validation',
    },
    taken: { temperature: undefined },
  },
  {
    service: 'SGLang: a bound',
    source: 'sglang/srt/sampling/sampling_params.py',
    send: { frequency_penalty: 3 },
    bad: (body) => (body['frequency_penalty'] as number) > 2,
    body: {
      object: 'error',
      message: 'frequency_penalty must be in [-2, 2], got 3.',
      type: 'BadRequestError',
      code: 400,
    },
    taken: { frequency_penalty: 2 },
  },
  {
    service: 'Bedrock behind a proxy: a key',
    source: 'github.com/aws-samples/bedrock-access-gateway/issues',
    send: { presence_penalty: 1 },
    bad: has('presence_penalty'),
    body: {
      detail:
        'An error occurred (ValidationException) when calling the Converse operation: Malformed input request: #: extraneous key [presence_penalty] is not permitted, please reformat your input and try again.',
    },
    taken: { presence_penalty: undefined },
  },
  {
    service: 'Bedrock behind a proxy: a limit',
    source: 'github.com/BerriAI/litellm/issues/6830',
    send: { max_tokens: 50_000 },
    bad: (body) => (body['max_tokens'] as number) > 8192,
    body: {
      message:
        'The maximum tokens you requested exceeds the model limit of 8192. Try again with a maximum tokens value that is lower than 8192.',
    },
    taken: { max_tokens: 8192 },
  },
  {
    service: 'LiteLLM: parameters and their values',
    source: 'github.com/BerriAI/litellm/issues/7748',
    send: { frequency_penalty: 0.5 },
    bad: has('frequency_penalty'),
    body: error(
      "litellm.UnsupportedParamsError: gemini does not support parameters: {'frequency_penalty': 0.5}, for model=gemini-2.0-flash. To drop these, set `litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n. \nReceived Model Group=gemini",
      { param: null, code: '400' },
    ),
    taken: { frequency_penalty: undefined },
  },
  {
    service: 'LiteLLM: a list of parameters',
    source: 'github.com/BerriAI/litellm/issues/7378',
    send: { presence_penalty: 0.5, frequency_penalty: 0.5 },
    bad: has('frequency_penalty', 'presence_penalty'),
    status: 500,
    body: error(
      "litellm.UnsupportedParamsError: vertex_ai does not support parameters: ['presence_penalty', 'frequency_penalty'], for model=claude",
    ),
    taken: { presence_penalty: undefined, frequency_penalty: undefined },
  },
  {
    service: 'LiteLLM: a value',
    source: 'github.com/chatboxai/chatbox/issues/2627',
    send: { temperature: 0.84 },
    bad: has('temperature'),
    body: error(
      "litellm.UnsupportedParamsError: gpt-5 models don't support temperature=0.84. Only temperature=1 is supported. To drop unsupported params set `litellm.drop_params = True`",
    ),
    taken: { temperature: undefined },
  },
  {
    service: 'Moonshot: the only value',
    source: 'github.com/arcsin1/oh-my-ppt/issues/45',
    send: { temperature: 0.3 },
    bad: has('temperature'),
    body: error('invalid temperature: only 0.6 is allowed for this model'),
    taken: { temperature: undefined },
  },
  {
    service: 'Moonshot: no forced tool beside thinking',
    source: 'github.com/vellum-ai/vellum-assistant/pull/42635',
    send: { temperature: 1, parallel_tool_calls: true },
    bad: has('parallel_tool_calls'),
    body: error("parallel_tool_calls 'true' is incompatible with thinking enabled"),
    taken: { parallel_tool_calls: undefined },
  },
  {
    service: 'DashScope: a range',
    source: 'github.com/open-webui/open-webui/issues/10507',
    send: { max_tokens: 32_000 },
    bad: (body) => (body['max_tokens'] as number) > 8192,
    body: {
      error: {
        code: 'invalid_parameter_error',
        param: null,
        message:
          '<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 8192]',
        type: 'invalid_request_error',
      },
      id: 'chatcmpl-4b638ae7-4858-966f-95f5-08cbea6ffe34',
      request_id: '4b638ae7-4858-966f-95f5-08cbea6ffe34',
    },
    taken: { max_tokens: 8192 },
  },
  {
    service: 'Volcengine Ark: a bound',
    source: 'github.com/yiliqi78/TOKENICODE/issues/3',
    send: { max_tokens: 64_000 },
    bad: (body) => (body['max_tokens'] as number) > 32_768,
    body: {
      error: {
        code: 'InvalidParameter',
        message:
          'The parameter max_tokens specified in the request is not valid: integer above maximum value, expected a value <= 32768, but got 64000 instead. Request id: 0217724325966514087c9e55f8b322b82cd17f72450d06e16ef7b',
        param: 'max_tokens',
        type: 'BadRequest',
      },
    },
    taken: { max_tokens: 32_768 },
  },
  {
    service: 'Zhipu: in Chinese',
    source: 'github.com/songquanpeng/one-api/issues/1141',
    send: { temperature: 1.5 },
    bad: has('temperature'),
    body: { error: { code: '1214', message: 'temperature参数非法。请检查文档。' } },
    taken: { temperature: undefined },
  },
  {
    service: 'Perplexity: a field of its schema',
    source: 'docs.perplexity.ai/api-reference',
    send: { logit_bias: { '1': 1 } },
    bad: has('logit_bias'),
    status: 422,
    body: {
      error: {
        message:
          'unknown field `logit_bias`, expected one of `messages`, `model`, `temperature`, `top_p`',
        type: 'invalid_parameter',
        code: 422,
      },
    },
    taken: { logit_bias: undefined },
  },
  {
    service: 'any other: an optional field and no known word',
    source: 'the rule itself',
    send: { seed: 5 },
    bad: has('seed'),
    body: error("I can make nothing of 'seed'."),
    taken: { seed: undefined },
  },
];

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
