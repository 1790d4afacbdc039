import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: unknown fields and the model': [
    {
      promise: 'unknown fields of a message are ignored',
      find: "z.object({ role: z.literal('user'), content: userContent, name:",
      replace: "z.strictObject({ role: z.literal('user'), content: userContent, name:",
      test: 'test/http/parameters.test.ts',
      name: 'of a chat, its messages, parts and tools are ignored',
    },
    {
      promise: 'unknown fields of a part are ignored',
      find: "const text = z.object({ type: z.literal('text')",
      replace: "const text = z.strictObject({ type: z.literal('text')",
      test: 'test/http/parameters.test.ts',
      name: 'of a chat, its messages, parts and tools are ignored',
    },
  ],
};
