import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'services on this computer are asked past the proxy',
      find: 'if (isLoopbackUrl(origin)) return undefined;',
      replace: '',
      test: 'test/unit/model/upstream/http/proxy.test.ts',
      name: 'a service on this computer is asked straight',
    },
    {
      promise: 'the password of a proxy is not told',
      find: 'return new URL(address).host;',
      replace: 'return new URL(address).href;',
      test: 'test/unit/model/upstream/http/proxy.test.ts',
      name: 'a proxy that wants a password, or cannot be reached',
    },
  ],
};
