import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: the events of a run': [
    {
      promise: 'text.delta is told',
      find: "emit({ type: 'text.delta', text })",
      replace: 'void text',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
  ],
  'Models as they are': [
    {
      promise: 'what is said before a tool is used is no part of a JSON answer',
      find: "callsTools ? 'reasoning.delta' : 'text.delta'",
      replace: "'text.delta'",
      test: 'test/http/json-answers.test.ts',
      name: 'is no part of a JSON answer',
    },
    {
      promise: 'a JSON answer comes piece by piece',
      find: 'isJson = true;',
      replace: 'return;',
      test: 'test/http/json-answers.test.ts',
      name: 'comes piece by piece, as any other',
    },
    {
      promise: 'an answer that is no JSON is passed on all the same',
      find: "if (held !== '')",
      replace: "if (held !== '' && callsTools)",
      test: 'test/http/json-answers.test.ts',
      name: 'is something else',
    },
  ],
};
