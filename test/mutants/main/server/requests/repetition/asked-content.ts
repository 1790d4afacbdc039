import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'A repetition goes on': [
    {
      promise: 'the model is a part of what is asked',
      find: "  'model',\n",
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'are the same words',
    },
    {
      promise: 'the tools are a part of what is asked',
      find: "  'tools',\n",
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'are the same words',
    },
    {
      promise: 'the form of the answer is a part of what is asked',
      find: "  'response_format',\n",
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'are the same words',
    },
    {
      promise: 'the time of day in a system text is none',
      find: '? withoutTime(parts) : parts',
      replace: '? parts : parts',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'is one ',
    },
    {
      promise: 'ids of the client are none',
      find: "  'id',\n",
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'is one ',
    },
  ],
};
