import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: parameters': [
    {
      promise: 'input_audio of a chat is refused',
      find: '[text, image, file],',
      replace:
        "[text, image, file, z.object({ type: z.literal('input_audio') }).transform(() => ({ type: 'text' as const, text: '' }))],",
      test: 'test/http/parameters.test.ts',
      name: 'sound in a chat',
    },
  ],
};
