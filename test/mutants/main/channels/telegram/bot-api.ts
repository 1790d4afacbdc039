import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chats: the token': [
    {
      promise: 'what a failed call says holds no token',
      find: 'throw new BotCallError(method, failureOf(error, options.token));',
      replace: 'throw error;',
      test: 'test/unit/channels/telegram/telegram-channel.test.ts',
      name: 'never lets the token out',
    },
  ],
};
