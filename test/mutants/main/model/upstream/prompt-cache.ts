import type { MutantTable } from '../../../mutant.ts';

const test = 'test/http/turn-cost/prompt-cache.test.ts';

export const mutants: MutantTable = {
  'What a turn costs': [
    {
      promise: 'prompt_cache_key is sent where the service knows it',
      find: '{ ...body, prompt_cache_key: cacheKey }',
      replace: 'body',
      test,
      name: 'OpenAI gets a key',
    },
    {
      promise: 'cache_control is sent to those that take it',
      find: "{ ...body, cache_control: { type: 'ephemeral' } }",
      replace: 'body',
      test,
      name: 'are told to keep what they read',
    },
    {
      promise: 'nobody else is told anything',
      find: 'if (cacheKey === undefined || cache === undefined) return body;',
      replace: 'if (cacheKey === undefined) return body;',
      test,
      name: 'nobody else is told anything',
    },
  ],
};
