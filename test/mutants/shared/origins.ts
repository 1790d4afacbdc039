import type { MutantTable } from '../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: requests': [
    {
      promise: 'a foreign Origin is refused where the person made a list',
      find: "(allowed) => allowed === '*' || allowed.toLowerCase() === origin.toLowerCase(),",
      replace:
        "(allowed) => allowed === '*' || origin.toLowerCase().startsWith(allowed.toLowerCase()),",
      test: 'test/http/access.test.ts',
      name: 'that names it and the setting',
    },
    {
      promise: 'a foreign Origin is refused where there is no key',
      find: 'if (allowedOrigins.length === 0) return keySet;',
      replace: 'if (allowedOrigins.length === 0) return true;',
      test: 'test/http/access.test.ts',
      name: 'refuses the origin',
    },
    {
      promise: 'a page in a real browser from another origin runs nothing',
      find: 'if (allowedOrigins.length === 0) return keySet;',
      replace: 'if (allowedOrigins.length === 0) return true;',
      test: 'test/http/rebinding.test.ts',
      name: 'of another origin reads nothing',
    },
  ],
  'Auth, Host, CORS: web pages': [
    {
      promise: 'a listed origin may call',
      find: "(allowed) => allowed === '*' || allowed.toLowerCase() === origin.toLowerCase(),",
      replace: "(allowed) => allowed === '*',",
      test: 'test/http/access.test.ts',
      name: 'echoes a listed origin',
    },
    {
      promise: 'without a key an origin that is not in the list may not call',
      find: 'if (allowedOrigins.length === 0) return keySet;',
      replace: 'if (!keySet) return allowedOrigins.length > 0;',
      test: 'test/http/access.test.ts',
      name: 'lets a listed origin call, and nobody else',
    },
    {
      promise: 'without a key a listed origin may call',
      find: 'if (allowedOrigins.length === 0) return keySet;',
      replace: 'if (!keySet) return false;',
      test: 'test/http/access.test.ts',
      name: 'lets a listed origin call, and nobody else',
    },
    {
      promise: 'without a key pages of this computer may not call either',
      find: 'if (allowedOrigins.length === 0) return keySet;',
      replace: "if (allowedOrigins.length === 0) return keySet || origin.includes('//localhost');",
      test: 'test/http/access.test.ts',
      name: 'with 403 that tells what to do',
    },
    {
      promise: 'without a key no origin may call that is not listed',
      find: 'if (allowedOrigins.length === 0) return keySet;',
      replace: 'if (allowedOrigins.length === 0) return true;',
      test: 'test/http/access.test.ts',
      name: 'with 403 that tells what to do',
    },
    {
      promise: 'the person can restrict web origins to a list',
      find: 'if (allowedOrigins.length === 0) return keySet;',
      replace: 'if (keySet) return true;',
      test: 'test/http/access.test.ts',
      name: 'with 403 that names it and the setting',
    },
    {
      promise: 'with a key the origin of a sandboxed page may call',
      find: 'if (allowedOrigins.length === 0) return keySet;',
      replace: "if (allowedOrigins.length === 0) return keySet && origin !== 'null';",
      test: 'test/http/access.test.ts',
      name: 'answers the preflight of',
    },
    {
      promise: 'with a key any web origin may call',
      find: 'if (allowedOrigins.length === 0) return keySet;',
      replace: 'if (allowedOrigins.length === 0) return false;',
      test: 'test/http/access.test.ts',
      name: 'lets any origin call, which must know the key',
    },
  ],
};
