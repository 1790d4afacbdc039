import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/agent/light/light-request.test.ts';

export const mutants: MutantTable = {
  'Light requests': [
    {
      promise: "a client's exact sign decides",
      find: "if (request.task !== undefined) return request.task !== '';",
      replace: '',
      test,
    },
    {
      promise: 'a retrieval template is a chat',
      find: '(asksToAnswerFromContext(words)\n      ? undefined',
      replace: '(words === undefined\n      ? undefined',
      test,
    },
    {
      promise: 'a streamed request is a chat where its client never streams helpers',
      find: 'const never = opening.streamed === false;',
      replace: 'const never = false;',
      test,
    },
    {
      promise: "a request with the client's own tools is a chat",
      find: 'if (withTools) return false;',
      replace: '',
      test,
    },
    {
      promise: 'a helper is told by its system prompt, whoever asks',
      find: 'if (isHelperPrompt(system)) return true;',
      replace: '',
      test,
    },
  ],
};
