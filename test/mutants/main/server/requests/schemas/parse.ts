import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response': [
    {
      promise: '400 names the field at fault, with its place',
      find: 'const param = paramOf([...at, ...issue.path]);',
      replace: 'const param = paramOf(issue.path);',
      test: 'test/http/errors.test.ts',
      name: 'invalid_request_error',
    },
  ],
};
