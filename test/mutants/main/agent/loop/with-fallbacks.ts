import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'a model whose service takes no tools answers without them',
      find: "if (kind === 'no_tools' && tools && promptWithoutTools) {",
      replace: 'if (kind === undefined) {',
      test: 'test/http/with-fallbacks.test.ts',
      name: 'answers without them, and knows that it cannot act',
    },
    {
      promise: 'a picture that a tool brought is left out where the model reads none',
      find: "kind === 'no_pictures' && pictures && !asked.some(hasPicture)",
      replace: 'kind === undefined',
      test: 'test/http/with-fallbacks.test.ts',
      name: 'is told that it cannot see what a tool brought',
    },
    {
      promise: 'a picture that was just sent is an error',
      find: ' && !asked.some(hasPicture)',
      replace: '',
      test: 'test/http/with-fallbacks.test.ts',
      name: 'is an error for a picture that was just sent',
    },
    {
      promise: 'a picture further back is left out',
      find: "messages.slice(messages.findLastIndex(({ role }) => role === 'assistant') + 1)",
      replace: 'messages',
      test: 'test/http/with-fallbacks.test.ts',
      name: 'goes on after a picture further back',
    },
  ],
};
