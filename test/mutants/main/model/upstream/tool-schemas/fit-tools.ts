import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'tools that fit are sent as they are',
      find: '(none || isDeepStrictEqual(schema, parameters))',
      replace: 'none',
      test: 'test/unit/model/upstream/tool-schemas/fit-tools.test.ts',
      name: 'are the same objects as before',
    },
    {
      promise: 'a call comes back under the name that its tool was given',
      find: 'const name = original.get(as) ?? as;',
      replace: 'const name = as;',
      test: 'test/unit/model/upstream/tool-schemas/fit-tools.test.ts',
      name: 'odd names are sent as others',
    },
    {
      promise: 'what a model answers is turned back into what the tool wants',
      find: 'arguments: restore ? restoredText(text, restore) : text',
      replace: 'arguments: text',
      test: 'test/unit/model/upstream/tool-schemas/fit-schema.test.ts',
      name: 'values that are no texts',
    },
  ],
};
