import type { MutantTable } from '../../mutant.ts';

const test = 'test/unit/store/kept-texts.test.ts';

export const mutants: MutantTable = {
  'What a turn costs': [
    {
      promise: 'what a conversation began with survives a restart',
      find: "writing = writing.then(() => transact('write', statements))",
      replace: 'writing = writing.then(() => Promise.resolve(statements))',
      test,
      name: 'after the file was opened again',
    },
    {
      promise: 'a text goes after 30 days in which nobody wanted it',
      find: 'AND expires_at > :now`,',
      replace: 'AND :now > 0`,',
      test,
      name: 'goes after 30 days',
    },
    {
      promise: 'of an owner no more than 20,000 texts are kept',
      find: 'ORDER BY kept DESC LIMIT -1 OFFSET ${most}',
      replace: 'LIMIT 0',
      test,
      name: 'of an owner 20,000 texts are kept',
    },
  ],
};
