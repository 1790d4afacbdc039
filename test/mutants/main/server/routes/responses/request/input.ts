import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: parameters': [
    {
      promise: 'input_audio for a response is refused',
      find: '[inputText, outputText, image, file],',
      replace:
        "[inputText, outputText, image, file, z.object({ type: z.literal('input_audio') }).transform(() => ({ type: 'input_text' as const, text: ' ' }))],",
      test: 'test/http/parameters.test.ts',
      name: 'sound for a response',
    },
  ],
  'Every response: unknown fields and the model': [
    {
      promise: 'unknown fields of an item are ignored',
      find: "z.object({ type, id, role: z.literal('user')",
      replace: "z.strictObject({ type, id, role: z.literal('user')",
      test: 'test/http/parameters.test.ts',
      name: 'of a response, its items, parts and tools are ignored',
    },
    {
      promise: 'unknown fields of an item’s part are ignored',
      find: "const inputText = z.object({ type: z.literal('input_text')",
      replace: "const inputText = z.strictObject({ type: z.literal('input_text')",
      test: 'test/http/parameters.test.ts',
      name: 'of a response, its items, parts and tools are ignored',
    },
  ],
  'Attacks: requests': [
    {
      promise: '100,000 items of a Responses input are refused',
      find: 'if (raw.length > parts.maxItems) {',
      replace: 'if (raw.length < 0) {',
      test: 'test/http/attacks.test.ts',
      name: 'with 100,000 items is answered 400',
    },
  ],
  'Responses: what a client is told': [
    {
      promise: 'a history that was begun with another service goes on',
      find: 'return foreignItem.test(type) ? type : undefined;',
      replace: 'return undefined;',
      test: 'test/http/responses/told-to.test.ts',
      name: 'goes on without its %j',
    },
  ],
};
