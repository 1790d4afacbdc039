import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Model services as they are': [
    {
      promise: `neighbours of one role become one message`,
      find: `else if (last && joins(last, message)) {`,
      replace: `else if (false) {`,
      test: 'test/unit/model/upstream/dialect/refused-conversations.test.ts',
      name: `is reshaped`,
    },
    {
      promise: `an answer stands between the output of a tool and the user`,
      find: `[bridge, message]`,
      replace: `[message]`,
      test: 'test/unit/model/upstream/dialect/refused-conversations.test.ts',
      name: `is reshaped`,
    },
    {
      promise: `instructions go into the first message of the user`,
      find: `joinContents(said, first.content)`,
      replace: `first.content`,
      test: 'test/unit/model/upstream/dialect/refused-conversations.test.ts',
      name: `is reshaped`,
    },
  ],
};
