import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/system/files/look-alikes.test.ts';

export const mutants: MutantTable = {
  'Files: encodings and names': [
    {
      promise: 'accents in one character or apart are one name',
      find: ".normalize('NFC')\n",
      replace: '\n',
      test,
      name: 'finds a name with',
    },
    {
      promise: 'all spaces look alike',
      find: "/[\\p{Zs}\\t]/gu, ' '",
      replace: "/[\\u00a0\\t]/gu, ' '",
      test,
      name: 'finds a name with the space',
    },
    {
      promise: 'of several that look alike none is taken',
      find: 'if (alike.length > 1) throw',
      replace: 'if (alike.length > 9) throw',
      test,
      name: 'names all that look so',
    },
  ],
};
