import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'no key is in a log line',
      find: 'const clean = fields && (redactor.redactBody(fields) as LogFields);',
      replace: 'const clean = fields;',
      test: 'test/http/key-hunt.test.ts',
      name: 'leaves none in logs, in Activity',
    },
  ],
};
