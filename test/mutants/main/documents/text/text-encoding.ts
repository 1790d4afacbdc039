import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/agent/tools/files/encodings.test.ts';

export const mutants: MutantTable = {
  'Files: encodings and names': [
    {
      promise: 'a character that an encoding does not have is not written',
      find: 'if (back !== text) throw',
      replace: 'if (back === undefined) throw',
      test,
      name: 'is not written',
    },
    {
      promise: 'half a character is not written',
      find: 'if (half !== -1) throw',
      replace: 'if (half < -1) throw',
      test,
      name: 'half a character is not written',
    },
    {
      promise: 'a byte order mark stays',
      find: 'return mark ? Buffer.concat([mark, content]) : content;',
      replace: 'return mark ? content : content;',
      test,
      name: 'is patched in it',
    },
  ],
};
