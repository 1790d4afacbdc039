import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: bodies': [
    {
      promise: 'the refusal of a large body names the limit',
      find: '${Number(limit) / 2 ** 20} MiB. Raise',
      replace: 'the limit. Raise',
      test: 'test/http/attacks.test.ts',
      name: 'with a body of 33 MiB is answered 413',
    },
    {
      promise: 'the refusal of a large body names the setting',
      find: ' Raise "Body limit" in Hermes Tray, Settings › Server to allow it.',
      replace: '',
      test: 'test/http/attacks.test.ts',
      name: 'with a body of 33 MiB is answered 413',
    },
  ],
};
