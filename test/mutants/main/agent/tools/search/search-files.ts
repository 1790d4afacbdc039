import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'search_files asks before it searches keys',
      find: "assess: (args, { paths }) => paths.assess(args.path, 'read'),",
      replace: '',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'to keys needs approval',
    },
    {
      promise: 'a search leaves out what may hold keys',
      find: '!wasAsked && file !== root && isRefused(',
      replace: 'wasAsked && file !== root && isRefused(',
      test: 'test/unit/agent/tools/search/search-files.test.ts',
      name: 'leaves out what may hold keys, unless it was asked for by name',
    },
    {
      promise: 'a link changed after the judgement does not lead search_files elsewhere',
      find: 'check(disk);',
      replace: '',
      also: [
        {
          file: 'src/main/agent/tools/search/search-files.ts',
          find: 'check(await realPath(disk));',
          replace: '',
        },
      ],
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'a link put in the way after the judgement',
    },
    {
      promise: 'a link put in the way while a search runs gives nothing away',
      find: 'check(await realPath(disk));',
      replace: '',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'gives nothing away when it comes while a search runs',
    },
  ],
  'Attacks: keys': [
    {
      promise: 'a search passes over our own files',
      find: '!wasAsked && file !== root && isRefused(',
      replace: 'wasAsked && file !== root && isRefused(',
      test: 'test/http/key-hunt.test.ts',
      name: 'finds none by a search',
    },
    {
      promise: 'our folder cannot be searched',
      find: "assess: (args, { paths }) => paths.assess(args.path, 'read'),",
      replace: '',
      test: 'test/http/key-hunt.test.ts',
      name: 'may not search our folder',
    },
  ],
};
