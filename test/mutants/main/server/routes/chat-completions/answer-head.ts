import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the answer': [
    {
      promise: 'each answer has an id of its own',
      find: "${run.id.replace(/^run_/, '')}",
      replace: '1',
      test: 'test/http/chat-answer.test.ts',
      name: 'has an id of its own',
    },
    {
      promise: 'created is in seconds',
      find: 'Math.floor(run.createdAt / 1000)',
      replace: 'run.createdAt',
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
  ],
  'Chat completions: streams': [
    {
      promise: 'each stream has an id of its own',
      find: "${run.id.replace(/^run_/, '')}",
      replace: '1',
      test: 'test/http/chat-answer.test.ts',
      name: 'has an id of its own',
    },
  ],
};
