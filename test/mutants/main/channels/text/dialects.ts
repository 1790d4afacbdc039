import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Channels: formatting': [
    {
      promise: 'what Telegram reserves is escaped',
      find: 'value.replaceAll(/[_*[\\]()~`>#+\\-=|{}.!\\\\]/g, String.raw`\\$&`)',
      replace: 'value.replaceAll(/[_*[\\]()~`>#+\\-=|{}.\\\\]/g, String.raw`\\$&`)',
      test: 'test/unit/channels/text/dialects.test.ts',
      name: 'of',
    },
    {
      promise: 'code in Telegram ends where it ends',
      find: 'value.replaceAll(/[`\\\\]/g, String.raw`\\$&`)',
      replace: 'value',
      test: 'test/unit/channels/text/dialects.test.ts',
      name: 'of',
    },
  ],
};
