import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'a proxy that wants a password is no model service that answers',
      find: "trouble?.kind === 'refused' && trouble.status !== proxyStatus",
      replace: "trouble?.kind === 'refused'",
      test: 'test/unit/model/upstream/http/proxy.test.ts',
      name: 'whether a service can be reached is asked on the way that its calls take',
    },
    {
      promise: 'a service that refuses to list its models is there all the same',
      find: "trouble?.kind === 'refused' && trouble.status !== proxyStatus",
      replace: 'false',
      test: 'test/unit/model/services/service.test.ts',
      name: 'a probe tells whether anybody answers, and never throws',
    },
  ],
};
