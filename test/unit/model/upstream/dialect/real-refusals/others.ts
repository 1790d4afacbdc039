import { error, has, jsonSchema, type ParameterRow } from './parameter-row.ts';

/** The other clouds, the servers that people run themselves, and proxies. */
export const others: readonly ParameterRow[] = [
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
