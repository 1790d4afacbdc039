import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: Host': [
    {
      promise: 'Host may be localhost',
      find: "new Set(['localhost', ",
      replace: 'new Set([',
      test: 'test/http/access.test.ts',
      name: 'is allowed',
    },
    {
      promise: 'Host may be 127.0.0.1',
      find: "return rules.boundToNetwork || ipaddr.process(name).range() === 'loopback';",
      replace: "return rules.boundToNetwork || name === '::1';",
      test: 'test/http/access.test.ts',
      name: 'is allowed',
    },
    {
      promise: 'Host may be [::1]',
      find: "return rules.boundToNetwork || ipaddr.process(name).range() === 'loopback';",
      replace: "return rules.boundToNetwork || name.startsWith('127.');",
      test: 'test/http/access.test.ts',
      name: 'is allowed',
    },
    {
      promise: 'Host may be a name under localhost',
      find: " || name.endsWith('.localhost')",
      replace: '',
      test: 'test/http/access.test.ts',
      name: 'is allowed',
    },
    {
      promise: 'Host may be host.docker.internal',
      find: "'localhost', 'host.docker.internal'",
      replace: "'localhost'",
      test: 'test/http/access.test.ts',
      name: 'is allowed',
    },
    {
      promise: 'Host may have a port',
      find: '(?::\\d*)?$/i',
      replace: '$/i',
      test: 'test/http/access.test.ts',
      name: 'host.docker.internal:8642',
    },
    {
      promise: 'Host may be one of the extra hosts',
      find: 'if (rules.extraHosts.some((extra) => hostName(extra) === name)) return true;',
      replace: '',
      test: 'test/http/access.test.ts',
      name: 'may be one of the extra hosts',
    },
    {
      promise: 'Host may be a literal IPv4 address when bound to the network',
      find: "return rules.boundToNetwork || ipaddr.process(name).range() === 'loopback';",
      replace:
        "return (rules.boundToNetwork && name.includes(':')) || ipaddr.process(name).range() === 'loopback';",
      test: 'test/http/access.test.ts',
      name: 'may be a literal address',
    },
    {
      promise: 'Host may be a literal IPv6 address when bound to the network',
      find: "return rules.boundToNetwork || ipaddr.process(name).range() === 'loopback';",
      replace:
        "return (rules.boundToNetwork && name.includes('.')) || ipaddr.process(name).range() === 'loopback';",
      test: 'test/http/access.test.ts',
      name: 'may be a literal address',
    },
    {
      promise: 'Host may be a literal address only when bound to the network',
      find: "return rules.boundToNetwork || ipaddr.process(name).range() === 'loopback';",
      replace: 'return true;',
      test: 'test/http/access.test.ts',
      name: 'is refused with 403 that names it and the setting',
    },
    {
      promise: 'the refusal names the host',
      find: '`The host "${host ?? \'\'}" is not allowed.',
      replace: '`This host is not allowed.',
      test: 'test/http/access.test.ts',
      name: 'is refused with 403 that names it and the setting',
    },
    {
      promise: 'the refusal names the setting',
      find: ' (server.extraHosts)',
      replace: '',
      test: 'test/http/access.test.ts',
      name: 'is refused with 403 that names it and the setting',
    },
    {
      promise: 'Host is checked on a bind to loopback',
      find: 'const name = hostName(header);',
      replace: `if (!rules.boundToNetwork) return true;
  const name = hostName(header);`,
      test: 'test/http/access.test.ts',
      name: 'is refused with 403 that names it and the setting',
    },
    {
      promise: 'Host is checked on a bind to the network',
      find: 'const name = hostName(header);',
      replace: `if (rules.boundToNetwork) return true;
  const name = hostName(header);`,
      test: 'test/http/access.test.ts',
      name: 'may not be any other name',
    },
    {
      promise: 'a request without Host is refused',
      find: 'if (name === undefined) return false;',
      replace: 'if (name === undefined) return header === undefined;',
      test: 'test/http/access.test.ts',
      name: 'is needed',
    },
    {
      promise: 'the address in the request line does not stand in for Host',
      find: 'const { host } = request.headers;',
      replace:
        'const host = /^http:\\/\\/([^/]+)/.exec(request.originalUrl)?.[1] ?? request.headers.host;',
      test: 'test/http/access.test.ts',
      name: 'in the request line does not stand in for the header',
    },
  ],
  'Attacks: requests': [
    {
      promise: 'a Host that is no name of this computer is refused: DNS rebinding',
      find: 'if (!isIpAddress(name)) return false;',
      replace: 'if (!isIpAddress(name)) return true;',
      test: 'test/http/access.test.ts',
      name: 'evil.example.com',
    },
    {
      promise: 'a page in a real browser whose name was rebound reads and runs nothing',
      find: 'if (!isIpAddress(name)) return false;',
      replace: 'if (!isIpAddress(name)) return true;',
      test: 'test/http/rebinding.test.ts',
      name: 'was rebound to this computer',
    },
    {
      promise: 'a name that only ends like an allowed one is refused',
      find: 'ownNames.has(name)',
      replace: '[...ownNames].some((own) => name.startsWith(own))',
      test: 'test/http/access.test.ts',
      name: 'localhost.evil.com',
    },
    {
      promise: 'Host is checked on a bind to the network, too',
      find: 'if (!isIpAddress(name)) return false;',
      replace: 'if (!isIpAddress(name)) return rules.boundToNetwork;',
      test: 'test/http/access.test.ts',
      name: 'may not be any other name',
    },
    {
      promise: 'a request with two Host headers is refused',
      find: "(request.headersDistinct['host']?.length ?? 0) > 1",
      replace: 'request.headers.host === undefined',
      test: 'test/http/attacks.test.ts',
      name: 'with two Host headers',
    },
  ],
  'Auth, Host, CORS: hosts': [
    {
      promise: "Host may be Podman's name for this computer",
      find: ", 'host.containers.internal'",
      replace: '',
      test: 'test/unit/server/middleware/check-host.test.ts',
      name: 'is this computer',
    },
  ],
};
