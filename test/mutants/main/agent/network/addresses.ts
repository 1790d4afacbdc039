import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: web': [
    {
      promise: 'web_extract refuses 169.254.169.254, whatever the settings',
      find: "    case 'carrierGradeNat':",
      replace: `    case 'carrierGradeNat':
    case 'linkLocal':`,
      test: 'test/unit/agent/network/guarded-fetch.test.ts',
      name: 'refuses the metadata service even where private addresses are allowed',
    },
    {
      promise: 'web_extract refuses metadata services outside of the link-local range',
      find: "if (metadataAddresses.has(address.toString())) return 'forbidden';",
      replace: '',
      test: 'test/unit/agent/network/addresses.test.ts',
      name: 'never allows',
    },
    {
      promise: 'web_extract refuses metadata services by IPv6',
      find: "if (metadataAddresses.has(new ipaddr.IPv6(address.parts).toString())) return 'forbidden';",
      replace: '',
      test: 'test/unit/agent/network/addresses.test.ts',
      name: 'never allows',
    },
    {
      promise: 'localhost and its IP addresses in any spelling are refused',
      find: `    case 'loopback':
`,
      replace: '',
      also: [
        {
          file: 'src/main/agent/network/addresses.ts',
          find: `    case 'unicast':
      return 'public';`,
          replace: `    case 'unicast':
    case 'loopback':
      return 'public';`,
        },
      ],
      test: 'test/unit/agent/network/guarded-fetch.test.ts',
      name: 'and never connects',
    },
    {
      promise: 'an IPv4-mapped IPv6 address counts as what it carries',
      find: 'return kindOfIpv4(address.toIPv4Address());',
      replace: "return 'public';",
      test: 'test/unit/agent/network/addresses.test.ts',
      name: '::ffff:192.168.0.1',
    },
    {
      promise: 'a NAT64 address counts as what it carries',
      find: "return third === 0 ? kindOfIpv4(embedded(address, 6)) : 'forbidden';",
      replace: "return third === 0 ? 'public' : 'forbidden';",
      test: 'test/unit/agent/network/addresses.test.ts',
      name: '64:ff9b::7f00:1',
    },
    {
      promise: 'a 6to4 address counts as what it carries',
      find: 'return kindOfIpv4(embedded(address, 1));',
      replace: "return 'public';",
      test: 'test/unit/agent/network/addresses.test.ts',
      name: '2002:7f00:1::',
    },
    {
      promise: 'an address of the obsolete IPv4-compatible form counts as what it carries',
      find: 'return address.parts.slice(0, 6).every((part) => part === 0)',
      replace: 'return address.parts.every((part) => part === 0)',
      test: 'test/unit/agent/network/addresses.test.ts',
      name: '::7f00:1',
    },
    {
      promise: 'what is no address at all is refused',
      find: "if (!ipaddr.isValid(text)) return 'forbidden';",
      replace: "if (!ipaddr.isValid(text)) return 'public';",
      test: 'test/unit/agent/network/addresses.test.ts',
      name: 'never allows',
    },
  ],
};
