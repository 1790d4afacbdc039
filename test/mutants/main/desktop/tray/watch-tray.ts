import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/desktop/tray/watch-tray.test.ts';

export const mutants: MutantTable = {
  'The machine a desktop app starts on': [
    {
      promise: 'a panel that starts after the app is waited for',
      find: 'misses >= patience',
      replace: 'misses > 0',
      test,
      name: 'a panel that starts after the app',
    },
    {
      promise: 'a tray that comes later is found',
      find: 'now ? lookAgainMs : lookEveryMs',
      replace: 'now ? 2 ** 30 : lookEveryMs',
      test,
      name: 'a tray that comes later is found',
    },
  ],
};
