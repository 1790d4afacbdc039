import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: parameters': [
    {
      promise: 'temperature of a response goes to the model service',
      find: `      temperature: parsed.temperature,
`,
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'temperature',
    },
    {
      promise: 'top_p of a response goes to the model service',
      find: `      top_p: parsed.top_p,
`,
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'top_p',
    },
    {
      promise: 'max_output_tokens of a response goes to the model service',
      find: `      max_tokens: parsed.max_output_tokens,
`,
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'max_output_tokens',
    },
    {
      promise: 'stop of a response goes to the model service',
      find: `      stop: parsed.stop,
`,
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'stop',
    },
    {
      promise: 'seed of a response goes to the model service',
      find: `      seed: parsed.seed,
`,
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'seed',
    },
    {
      promise: 'presence_penalty of a response goes to the model service',
      find: `      presence_penalty: parsed.presence_penalty,
`,
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'presence_penalty',
    },
    {
      promise: 'frequency_penalty of a response goes to the model service',
      find: `      frequency_penalty: parsed.frequency_penalty,
`,
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'frequency_penalty',
    },
    {
      promise: 'logit_bias of a response goes to the model service',
      find: `      logit_bias: parsed.logit_bias,
`,
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'logit_bias',
    },
    {
      promise: 'reasoning of a response goes to the model service',
      find: `      reasoning_effort: parsed.reasoning?.effort,
`,
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'reasoning',
    },
    {
      promise: 'text.format of a response goes to the model service: json_schema',
      find: "if (!given || given.type === 'text') return undefined;",
      replace: "if (given?.type !== 'json_object') return undefined;",
      test: 'test/http/parameters.test.ts',
      name: 'a response hands on',
    },
    {
      promise: 'text.format of a response goes to the model service: json_object',
      find: "if (given.type === 'json_object') return { type: 'json_object' };",
      replace: "if (given.type === 'json_object') return undefined;",
      test: 'test/http/parameters.test.ts',
      name: 'a response hands on',
    },
    {
      promise: 'text.format of a response goes to the model service with its schema',
      find: `      schema,
      ...(description`,
      replace: '      ...(description',
      test: 'test/http/parameters.test.ts',
      name: 'a response hands on',
    },
    {
      promise: 'text.format of a response goes to the model service as strict as it is',
      find: "...(typeof strict === 'boolean' ? { strict } : {}),",
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'a response hands on',
    },
    {
      promise: 'top_logprobs of a response is refused',
      find: "if (top_logprobs || include?.includes('message.output_text.logprobs')) {",
      replace: "if (include?.includes('message.output_text.logprobs')) {",
      test: 'test/http/parameters.test.ts',
      name: 'top log probabilities of a response',
    },
    {
      promise: 'log probabilities that a response is to include are refused',
      find: "if (top_logprobs || include?.includes('message.output_text.logprobs')) {",
      replace: 'if (top_logprobs) {',
      test: 'test/http/parameters.test.ts',
      name: 'included log probabilities of a response',
    },
    {
      promise: 'a response is not read without what must be refused in it',
      find: `  refuseUnavailableOptions(parsed);
`,
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'two responses',
    },
    {
      promise: 'a call that no function can be may not be demanded of a response',
      find: `  refuseUnmetChoice(choice.forModel, clientTools);
`,
      replace: '',
      test: 'test/http/responses/tools.test.ts',
      name: 'must hold what tool_choice demands',
    },
  ],
  'Every response: unknown fields and the model': [
    {
      promise: 'unknown fields of a response are ignored',
      find: 'export const responseRequestBody = z.object({',
      replace: 'export const responseRequestBody = z.strictObject({',
      test: 'test/http/parameters.test.ts',
      name: 'of a response, its items, parts and tools are ignored',
    },
    {
      promise: 'the model of a response is echoed',
      find: 'model: parsed.model || model,',
      replace: 'model,',
      test: 'test/http/parameters.test.ts',
      name: 'is echoed by',
    },
    {
      promise: 'any model name is taken by a response',
      find: `  refuseWhatCannotBeHonoured(parsed);
`,
      replace: `  refuseWhatCannotBeHonoured(parsed);
  if (parsed.model && parsed.model !== defaultModel) throw invalidRequest('no such model', 'model');
`,
      test: 'test/http/parameters.test.ts',
      name: 'is echoed by',
    },
    {
      promise: 'a response that names no model is answered in the name of the settings',
      find: 'model: parsed.model || model,',
      replace: "model: parsed.model || '',",
      test: 'test/http/parameters.test.ts',
      name: 'is the one in the settings where',
    },
    {
      promise: 'the model that a response is answered by is a setting',
      find: `modelParameters.parse({
      temperature`,
      replace: `modelParameters.loose().parse({
      model: parsed.model,
      temperature`,
      also: [
        {
          file: 'src/main/server/requests/schemas/model-parameters.ts',
          find: 'for (const name of names)',
          replace: "for (const name of [...names, 'model' as 'stop'])",
        },
        {
          file: 'src/main/model/upstream/chat/chat-api.ts',
          find: `    model,
    messages:`,
          replace: `    model: (parameters as { model?: string }).model ?? model,
    messages:`,
        },
      ],
      test: 'test/http/parameters.test.ts',
      name: 'is echoed by',
    },
  ],
};
