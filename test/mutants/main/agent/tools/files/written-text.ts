import type { MutantTable } from '../../../../mutant.ts';

const test = 'test/unit/agent/tools/files/encodings.test.ts';

export const mutants: MutantTable = {
  'Files: encodings and names': [
    {
      promise: 'what stands for a lost character is not written',
      find: 'if (countBroken(after) <= countBroken(before)) return undefined;',
      replace: 'return undefined;',
      test,
      name: 'half a character is not written',
    },
    {
      promise: 'CRLF line ends stay',
      find: "return after.replaceAll('\\n', '\\r\\n');",
      replace: 'return after;',
      test,
      name: 'is written anew in it',
    },
  ],
};
