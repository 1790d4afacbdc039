import type { MutantTable } from '../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: streams': [
    {
      promise: 'streaming.enabled switches it off',
      find: "apiServer === 'follow' ? enabled :",
      replace: "apiServer === 'follow' ? true :",
      test: 'test/http/chat-stream.test.ts',
      name: 'content chunks',
    },
    {
      promise: 'streaming.apiServer overrides streaming.enabled',
      find: ": apiServer === 'on'",
      replace: ": enabled && apiServer === 'on'",
      test: 'test/http/chat-stream.test.ts',
      name: 'content chunks',
    },
    {
      promise: 'streaming.apiServer switches it off',
      find: ": apiServer === 'on'",
      replace: ": enabled || apiServer === 'on'",
      test: 'test/http/chat-stream.test.ts',
      name: 'content chunks',
    },
  ],
};
