import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: web': [
    {
      promise: 'a literal address is checked, for which no name is looked up',
      find: "if (isIP(hostname.replace(/^\\[|\\]$/g, '')) !== 0) await guard.resolve(hostname);",
      replace: '',
      test: 'test/unit/agent/network/guarded-fetch.test.ts',
      name: 'and never connects',
    },
    {
      promise: 'a literal IPv6 address is checked, too',
      find: "isIP(hostname.replace(/^\\[|\\]$/g, '')) !== 0",
      replace: 'isIP(hostname) === 4',
      test: 'test/unit/agent/network/guarded-fetch.test.ts',
      name: 'and never connects',
    },
    {
      promise: 'a redirect to where a tool must not go is refused',
      find: "if (isIP(hostname.replace(/^\\[|\\]$/g, '')) !== 0) await guard.resolve(hostname);",
      replace:
        "if (hostname === new URL('http://127.0.0.1').hostname) await guard.resolve(hostname);",
      test: 'test/unit/agent/network/guarded-fetch.test.ts',
      name: 'refuses a redirect to where it must not go',
    },
    {
      promise: 'a redirect to localhost by name is refused',
      find: 'const connect = buildConnector({ lookup: guard.lookup, timeout: 15_000 });',
      replace: 'const connect = buildConnector({ timeout: 15_000 });',
      test: 'test/unit/agent/network/guarded-fetch.test.ts',
      name: 'refuses a redirect to a name that stands for where it must not go',
    },
    {
      promise: 'files and other schemes are not fetched',
      find: '!/^https?:$/.test(parsed.protocol)',
      replace: "parsed.protocol === 'ftp:'",
      test: 'test/unit/agent/network/guarded-fetch.test.ts',
      name: 'file:///etc/passwd',
    },
  ],
};
