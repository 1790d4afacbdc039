import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: window': [
    {
      promise: 'a page that is not ours may not call',
      find: 'if (!isTrustedSender(event)) {',
      replace: 'if (!event.sender) {',
      test: 'test/unit/desktop/ipc/handle-calls.test.ts',
      name: 'may not',
    },
    {
      promise: 'bad input never reaches a handler',
      find: "if (!parsed.success) return refused('The input is not valid.', issuesOf(parsed.error));",
      replace: '',
      test: 'test/unit/desktop/ipc/handle-calls.test.ts',
      name: 'input that breaks the contract never reaches the handler',
    },
    {
      promise: 'there are the channels of the contract, and no other',
      find: 'for (const name of callNames) {',
      replace: "for (const name of [...callNames, 'anything' as (typeof callNames)[number]]) {",
      test: 'test/unit/desktop/ipc/handle-calls.test.ts',
      name: 'every call of the contract has one channel, and nothing else has',
    },
  ],
};
