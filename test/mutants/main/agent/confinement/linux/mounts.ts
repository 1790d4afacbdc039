import type { MutantTable } from '../../../../mutant.ts';

const test = 'test/unit/agent/confinement/wall.test.ts';

export const mutants: MutantTable = {
  'Attacks: programs': [
    {
      promise: 'a secret is not there at all inside the wall',
      find: 'if (this.#table.at(file) || composed.has(file) || entry.isSocket()) continue;',
      replace: 'if (composed.has(file) || entry.isSocket()) continue;',
      test,
      name: 'secrets are not there at all',
    },
    {
      promise: 'what is protected in a workspace cannot be moved out of the way',
      find: 'if (folder === pinnedFrom || this.#mounted.has(folder)) continue;',
      replace: 'if (folder !== pinnedFrom) continue;',
      test,
      name: 'what runs code elsewhere stays as it is',
    },
  ],
};
