import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/agent/text/redacted.test.ts';

export const mutants: MutantTable = {
  'Keys: placeholders, and the mark of a removed key': [
    {
      promise: 'the mark is written into no file',
      find: 'if (count(after) <= count(before)) return undefined;',
      replace: 'if (after !== before) return undefined;',
      test,
      name: 'is written nowhere by',
    },
    {
      promise: 'the mark may stay where it stood',
      find: 'if (count(after) <= count(before)) return undefined;',
      replace: 'if (count(after) === 0) return undefined;',
      test,
      name: 'may stay where it stood',
    },
    {
      promise: 'the mark goes to no command and no process',
      find: 'if (!text.includes(redacted)) return undefined;',
      replace: 'if (text !== redacted) return undefined;',
      test,
    },
  ],
};
