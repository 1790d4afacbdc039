import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'pictures are not counted as text',
      find: "length += 1 + ('text' in part ? part.text.length : part.type.length + 2);",
      replace: 'length += JSON.stringify(part).length;',
      test: 'test/http/ollama-context.test.ts',
      name: 'counts no pictures',
    },
  ],
};
