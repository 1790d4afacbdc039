import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: requests': [
    {
      promise: 'a page in a real browser from another origin runs nothing',
      find: 'if (rules.allowedOrigins.length === 0) return rules.keySet;',
      replace: 'if (rules.allowedOrigins.length === 0) return true;',
      test: 'test/http/rebinding.test.ts',
      name: 'of another origin reads nothing',
    },
    {
      promise: 'a foreign Origin is refused where there is no key',
      find: 'if (rules.allowedOrigins.length === 0) return rules.keySet;',
      replace: 'if (rules.allowedOrigins.length === 0) return true;',
      test: 'test/http/access.test.ts',
      name: 'refuses the origin',
    },
    {
      promise: 'the Origin `null` of a sandboxed frame or a file is refused like any other',
      find: 'if (origin !== undefined && ',
      replace: "if (origin !== undefined && origin !== 'null' && ",
      test: 'test/http/access.test.ts',
      name: 'refuses the origin',
    },
    {
      promise: 'a foreign Origin is refused where the person made a list',
      find: "(allowed) => allowed === '*' || allowed.toLowerCase() === origin.toLowerCase(),",
      replace:
        "(allowed) => allowed === '*' || origin.toLowerCase().startsWith(allowed.toLowerCase()),",
      test: 'test/http/access.test.ts',
      name: 'that names it and the setting',
    },
  ],
};
