import type { MutantTable } from '../../../../mutant.ts';

const test = 'test/unit/agent/tools/terminal/shells.test.ts';

export const mutants: MutantTable = {
  'Terminal: the shell remembers': [
    {
      promise: 'calls of one reply start from the same state',
      find: 'if (known) return known;',
      replace: '',
      test,
      name: 'calls of one reply start alike',
    },
    {
      promise: 'the last in call order leaves the state',
      find: 'if (index < (this.#latest.get(reply) ?? 0)) return;',
      replace: '',
      test,
      name: 'calls of one reply start alike',
    },
    {
      promise: 'bounded in number',
      find: 'if (this.#kept.size > keptConversations)',
      replace: 'if (this.#kept.size > 2 * keptConversations)',
      test,
      name: 'forgets the conversations least lately used',
    },
    {
      promise: 'bounded in time',
      find: 'if (this.#now() - usedAt < keptMs) break;',
      replace: 'break;',
      test,
      name: 'forgets what was not used for a day',
    },
  ],
};
