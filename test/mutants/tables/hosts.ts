import type { Mutant, MutantTable } from '../mutant.ts';

const app = 'src/main/server/app.ts';
const checkHost = 'src/main/server/middleware/check-host.ts';
const test = 'test/http/access.test.ts';

const loopbackOnly = "return rules.boundToNetwork || ipaddr.process(name).range() === 'loopback';";
const hosts: Mutant[] = [
  {
    promise: 'Host may be localhost',
    file: checkHost,
    find: "new Set(['localhost', ",
    replace: 'new Set([',
    test,
    name: 'is allowed',
  },
  {
    promise: 'Host may be 127.0.0.1',
    file: checkHost,
    find: loopbackOnly,
    replace: "return rules.boundToNetwork || name === '::1';",
    test,
    name: 'is allowed',
  },
  {
    promise: 'Host may be [::1]',
    file: checkHost,
    find: loopbackOnly,
    replace: "return rules.boundToNetwork || name.startsWith('127.');",
    test,
    name: 'is allowed',
  },
  {
    promise: 'Host may be a name under localhost',
    file: checkHost,
    find: " || name.endsWith('.localhost')",
    replace: '',
    test,
    name: 'is allowed',
  },
  {
    promise: 'Host may be host.docker.internal',
    file: checkHost,
    find: "'localhost', 'host.docker.internal'",
    replace: "'localhost'",
    test,
    name: 'is allowed',
  },
  {
    promise: 'Host may have a port',
    file: checkHost,
    find: '(?::\\d*)?$/i',
    replace: '$/i',
    test,
    name: 'host.docker.internal:8642',
  },
  {
    promise: 'Host may be one of the extra hosts',
    file: checkHost,
    find: 'if (rules.extraHosts.some((extra) => hostName(extra) === name)) return true;',
    replace: '',
    test,
    name: 'may be one of the extra hosts',
  },
  {
    promise: 'extra hosts are in force as soon as they are added',
    file: app,
    find: 'app.use(\n    checkHost(() => ({\n      extraHosts: settings().server.extraHosts,',
    replace:
      'const { extraHosts } = settings().server;\n  app.use(\n    checkHost(() => ({\n      extraHosts,',
    test,
    name: 'may be one of the extra hosts',
  },
  {
    promise: 'Host may be a literal IPv4 address when bound to the network',
    file: checkHost,
    find: loopbackOnly,
    replace:
      "return (rules.boundToNetwork && name.includes(':')) || ipaddr.process(name).range() === 'loopback';",
    test,
    name: 'may be a literal address',
  },
  {
    promise: 'Host may be a literal IPv6 address when bound to the network',
    file: checkHost,
    find: loopbackOnly,
    replace:
      "return (rules.boundToNetwork && name.includes('.')) || ipaddr.process(name).range() === 'loopback';",
    test,
    name: 'may be a literal address',
  },
  {
    promise: 'Host may be a literal address only when bound to the network',
    file: checkHost,
    find: loopbackOnly,
    replace: 'return true;',
    test,
    name: 'is refused with 403 that names it and the setting',
  },
  {
    promise: 'Host is checked against where the server is really bound',
    file: app,
    find: '      boundToNetwork: boundToNetwork(),\n',
    replace: '      boundToNetwork: true,\n',
    test,
    name: 'is refused with 403 that names it and the setting',
  },
  {
    promise: 'the refusal names the host',
    file: checkHost,
    find: '`The host "${host ?? \'\'}" is not allowed.',
    replace: '`This host is not allowed.',
    test,
    name: 'is refused with 403 that names it and the setting',
  },
  {
    promise: 'the refusal names the setting',
    file: checkHost,
    find: ' (server.extraHosts)',
    replace: '',
    test,
    name: 'is refused with 403 that names it and the setting',
  },
  {
    promise: 'Host is checked on a bind to loopback',
    file: checkHost,
    find: 'const name = hostName(header);',
    replace: 'if (!rules.boundToNetwork) return true;\n  const name = hostName(header);',
    test,
    name: 'is refused with 403 that names it and the setting',
  },
  {
    promise: 'Host is checked on a bind to the network',
    file: checkHost,
    find: 'const name = hostName(header);',
    replace: 'if (rules.boundToNetwork) return true;\n  const name = hostName(header);',
    test,
    name: 'may not be any other name',
  },
  {
    promise: 'Host is checked for /health, too',
    file: app,
    find: 'app.use(requestId());',
    replace: 'app.use(requestId());\n  app.use(createHealthRouter(deps));',
    test,
    name: 'is checked before all else',
  },
  {
    promise: 'a request without Host is refused',
    file: checkHost,
    find: 'if (name === undefined) return false;',
    replace: 'if (name === undefined) return header === undefined;',
    test,
    name: 'is needed',
  },
  {
    promise: 'the address in the request line does not stand in for Host',
    file: checkHost,
    find: 'const { host } = request.headers;',
    replace:
      'const host = /^http:\\/\\/([^/]+)/.exec(request.originalUrl)?.[1] ?? request.headers.host;',
    test,
    name: 'in the request line does not stand in for the header',
  },
];

export const hostMutants: MutantTable = {
  section: 'Auth, Host, CORS: Host',
  mutants: hosts,
};
