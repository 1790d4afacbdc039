import type { MutantTable } from '../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: bodies': [
    {
      promise: 'the body limit is 32 MiB: more is refused',
      find: `wholeNumber('Body limit', 1, 1024)
    .default(32)`,
      replace: `wholeNumber('Body limit', 1, 1024)
    .default(64)`,
      test: 'test/http/attacks.test.ts',
      name: 'with a body of 33 MiB is answered 413',
    },
    {
      promise: 'the body limit is 32 MiB: less is taken',
      find: `wholeNumber('Body limit', 1, 1024)
    .default(32)`,
      replace: `wholeNumber('Body limit', 1, 1024)
    .default(30)`,
      test: 'test/http/attacks.test.ts',
      name: 'of just under the limit is taken',
    },
  ],
  'Chat completions: the answer': [
    {
      promise: 'tool activity is reasoning where nothing else is set',
      find: ".default('reasoning')",
      replace: ".default('off')",
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
    {
      promise: 'tool activity is in the text only where somebody chose so',
      find: ".default('reasoning')",
      replace: ".default('content')",
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
  ],
  'Chat completions: streams': [
    {
      promise: 'comments come every 10 seconds where nothing else is set',
      find: `keepaliveSeconds: wholeNumber('Keepalive', 1, 600)
    .default(10)`,
      replace: `keepaliveSeconds: wholeNumber('Keepalive', 1, 600)
    .default(60)`,
      test: 'test/unit/shared/settings.test.ts',
      name: 'what the API promises where nothing else is set',
    },
    {
      promise: 'streaming is on where nothing else is set',
      find: 'enabled: z.boolean().default(true)',
      replace: 'enabled: z.boolean().default(false)',
      test: 'test/http/chat-stream.test.ts',
      name: 'is a role chunk, the text deltas, a finish chunk with usage, and [DONE]',
    },
    {
      promise: 'streaming.apiServer follows where nothing else is set',
      find: `.default('follow')
    .describe('Streaming for API clients`,
      replace: `.default('on')
    .describe('Streaming for API clients`,
      test: 'test/http/chat-stream.test.ts',
      name: 'content chunks',
    },
  ],
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'there is no grace where nothing else is set',
      find: `.default(0)
    .describe('How long a run goes on after its client has gone.`,
      replace: `.default(60)
    .describe('How long a run goes on after its client has gone.`,
      test: 'test/unit/shared/settings.test.ts',
      name: 'what the API promises where nothing else is set',
    },
  ],
  'Loop: upstream trouble': [
    {
      promise: 'the first byte may take 120 s',
      find: `.default(120)
    .describe('How long the model service may take to begin its answer.')`,
      replace: `.default(60)
    .describe('How long the model service may take to begin its answer.')`,
      test: 'test/unit/model/create-model.test.ts',
      name: 'has 120 s for its first byte',
    },
    {
      promise: 'between two chunks there may be 120 s',
      find: `.default(120)
    .describe('How long the model service may pause within an answer.')`,
      replace: `.default(60)
    .describe('How long the model service may pause within an answer.')`,
      test: 'test/unit/model/create-model.test.ts',
      name: 'has 120 s between two chunks',
    },
  ],
  'Loop: context and limits': [
    {
      promise: 'no more than 10 runs at once',
      find: `.default(10)
    .describe('Runs at the same time`,
      replace: `.default(11)
    .describe('Runs at the same time`,
      test: 'test/http/chat-runs.test.ts',
      name: 'runs 10 at once, lets 32 wait, and refuses the next with 429',
    },
    {
      promise: 'as many as 10 runs at once',
      find: `.default(10)
    .describe('Runs at the same time`,
      replace: `.default(9)
    .describe('Runs at the same time`,
      test: 'test/http/chat-runs.test.ts',
      name: 'runs 10 at once, lets 32 wait, and refuses the next with 429',
    },
    {
      promise: 'no more than 32 wait',
      find: `.default(32)
    .describe('Runs that may wait`,
      replace: `.default(33)
    .describe('Runs that may wait`,
      test: 'test/http/chat-runs.test.ts',
      name: 'runs 10 at once, lets 32 wait, and refuses the next with 429',
    },
    {
      promise: 'as many as 32 wait',
      find: `.default(32)
    .describe('Runs that may wait`,
      replace: `.default(31)
    .describe('Runs that may wait`,
      test: 'test/http/chat-runs.test.ts',
      name: 'runs 10 at once, lets 32 wait, and refuses the next with 429',
    },
  ],
};
