import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Window: nothing is lost': [
    {
      promise: 'a server under another name keeps its hidden values',
      find: 'current.mcpServers[name] ?? renamed',
      replace: 'current.mcpServers[name]',
      test: 'test/unit/desktop/state/hidden-values.test.ts',
      name: 'a server that gets another name keeps its hidden values',
    },
  ],
};
