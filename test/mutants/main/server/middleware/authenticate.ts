import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: keys': [
    {
      promise: 'the key may come as Authorization: Bearer',
      find: "return [bearer, ...[plain].flat()].filter((key) => key !== undefined && key !== '')",
      replace: "return [...[plain].flat()].filter((key) => key !== undefined && key !== '')",
      test: 'test/http/access.test.ts',
      name: 'Authorization: Bearer',
    },
    {
      promise: 'the key may come as x-api-key',
      find: "return [bearer, ...[plain].flat()].filter((key) => key !== undefined && key !== '')",
      replace: "return [bearer].filter((key) => key !== undefined && key !== '')",
      test: 'test/http/access.test.ts',
      name: 'takes the key as',
    },
    {
      promise: 'the scheme may be written in any case',
      find: '/^bearer +(\\S.*)$/i',
      replace: '/^Bearer +(\\S.*)$/',
      test: 'test/http/access.test.ts',
      name: 'the scheme in any case',
    },
    {
      promise: 'an empty Bearer is no key',
      find: '/^bearer +(\\S.*)$/i',
      replace: '/^bearer *(.*)$/i',
      also: [
        {
          file: 'src/main/server/middleware/authenticate.ts',
          find: " && key !== '')",
          replace: ')',
        },
        {
          file: 'src/main/server/middleware/authenticate.ts',
          find: 'given.some(',
          replace: 'given.slice(0, 1).some(',
        },
      ],
      test: 'test/http/access.test.ts',
      name: 'an empty Bearer and x-api-key',
    },
    {
      promise: 'either header is enough, whatever the other says',
      find: 'given.some(',
      replace: 'given.length > 0 && given.every(',
      test: 'test/http/access.test.ts',
      name: 'a wrong Bearer and the right x-api-key',
    },
    {
      promise: 'a wrong x-api-key is refused',
      find: 'if (given.some((key) => sameKey(key, apiKey))) return undefined;',
      replace: `if (headers['x-api-key']) return undefined;
  if (given.some((key) => sameKey(key, apiKey))) return undefined;`,
      test: 'test/http/access.test.ts',
      name: 'a wrong x-api-key',
    },
    {
      promise: 'keys are compared in constant time',
      find: 'return timingSafeEqual(digest(given.trim()), digest(real));',
      replace: 'return digest(given.trim()).equals(digest(real));',
      test: 'test/unit/server/middleware/authenticate.test.ts',
      name: 'in constant time',
    },
    {
      promise: 'the time of the comparison does not tell how long the key is',
      find: 'return timingSafeEqual(digest(given.trim()), digest(real));',
      replace:
        'return given.length === real.length && timingSafeEqual(digest(given), digest(real));',
      test: 'test/unit/server/middleware/authenticate.test.ts',
      name: 'in constant time',
    },
    {
      promise: 'without a key all requests are allowed on loopback',
      find: `: undefined;
  }
  const given`,
      replace: `: 'No key is set.';
  }
  const given`,
      test: 'test/http/access.test.ts',
      name: 'lets everyone on this computer in when the person has cleared the key',
    },
    {
      promise: 'without a key requests with any key are allowed on loopback',
      find: 'if (!apiKey) {',
      replace: 'if (!apiKey && givenKeys(headers).length === 0) {',
      also: [
        {
          file: 'src/main/server/middleware/authenticate.ts',
          find: 'if (given.some((key) => sameKey(key, apiKey))) return undefined;',
          replace: "if (given.some((key) => sameKey(key, apiKey ?? ''))) return undefined;",
        },
      ],
      test: 'test/http/access.test.ts',
      name: 'lets everyone on this computer in when the person has cleared the key',
    },
  ],
  'Attacks: requests': [
    {
      promise: 'no key is refused',
      find: 'if (given.some((key) => sameKey(key, apiKey))) return undefined;',
      replace: 'if (given.every((key) => sameKey(key, apiKey))) return undefined;',
      test: 'test/http/access.test.ts',
      name: 'no key',
    },
    {
      promise: 'a wrong key is refused',
      find: 'return timingSafeEqual(digest(given.trim()), digest(real));',
      replace: 'return timingSafeEqual(digest(given.trim()), digest(real)) || given === "wrong";',
      test: 'test/http/access.test.ts',
      name: 'a wrong key',
    },
    {
      promise: 'a key of which only the beginning is right is refused',
      find: 'return timingSafeEqual(digest(given.trim()), digest(real));',
      replace: 'return given.trim().startsWith(real);',
      test: 'test/http/access.test.ts',
      name: 'the key and more',
    },
    {
      promise: 'the key in another scheme is refused',
      find: '/^bearer +(\\S.*)$/i.exec',
      replace: '/^\\w+ +(\\S.*)$/i.exec',
      test: 'test/http/access.test.ts',
      name: 'the key in another scheme',
    },
    {
      promise: 'the key without a scheme is refused',
      find: '/^bearer +(\\S.*)$/i.exec',
      replace: '/^(?:bearer +)?(\\S.*)$/i.exec',
      test: 'test/http/access.test.ts',
      name: 'the bare key',
    },
    {
      promise: 'a server bound to the network whose key is cleared answers nobody',
      find: `return boundToNetwork
`,
      replace: `return false
`,
      test: 'test/http/access.test.ts',
      name: 'answers nobody once the key is cleared',
    },
  ],
};
