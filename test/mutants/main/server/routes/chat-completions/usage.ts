import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the answer': [
    {
      promise: 'usage tells the tokens of the prompts',
      find: 'prompt_tokens: usage.inputTokens,',
      replace: 'prompt_tokens: usage.outputTokens,',
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
    {
      promise: 'usage tells the tokens of the answers',
      find: 'completion_tokens: usage.outputTokens,',
      replace: 'completion_tokens: usage.inputTokens,',
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
    {
      promise: 'usage tells all tokens',
      find: 'total_tokens: usage.inputTokens + usage.outputTokens,',
      replace: 'total_tokens: usage.outputTokens,',
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
    {
      promise: 'usage tells the tokens that were cached',
      find: 'cached_tokens: usage.cachedInputTokens',
      replace: 'cached_tokens: 0',
      test: 'test/unit/server/routes/chat-completions/completion.test.ts',
      name: 'and the usage of the whole run',
    },
    {
      promise: 'usage tells the tokens of reasoning',
      find: 'reasoning_tokens: usage.reasoningTokens',
      replace: 'reasoning_tokens: 0',
      test: 'test/unit/server/routes/chat-completions/completion.test.ts',
      name: 'and the usage of the whole run',
    },
  ],
};
