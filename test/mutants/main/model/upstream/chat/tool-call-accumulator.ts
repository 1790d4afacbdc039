import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: its steps': [
    {
      promise: 'tool-call deltas are told apart by index',
      find: "if (typeof index === 'number') return this.#byIndex.get(index);",
      replace: "if (typeof index === 'number') return this.#calls[0];",
      test: 'test/unit/model/upstream/chat/tool-call-accumulator.test.ts',
      name: 'pieces of several calls may come in any mixture',
    },
    {
      promise: 'tool-call deltas are accumulated',
      find: 'call.arguments += piece;',
      replace: 'call.arguments = piece;',
      test: 'test/unit/model/upstream/chat/tool-call-accumulator.test.ts',
      name: 'pieces of several calls may come in any mixture',
    },
  ],
  'Loop: upstream trouble': [
    {
      promise: 'tool calls without ids are survived: ids are made up',
      find: "call.id === '' || ids.has(call.id) ? madeUpId() : call.id",
      replace: 'call.id',
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'tool calls without ids get different ones',
    },
  ],
};
