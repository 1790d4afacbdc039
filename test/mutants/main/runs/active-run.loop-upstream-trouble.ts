import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: upstream trouble': [
    {
      promise: 'the text that came before a failure is kept',
      find: 'this.log.append(event);',
      replace: "if (event.type !== 'text.delta') this.log.append(event);",
      test: 'test/unit/runs/runs.test.ts',
      name: 'keeps what was said before a failure',
    },
  ],
};
