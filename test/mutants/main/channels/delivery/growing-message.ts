import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Channels: what is seen while it works': [
    {
      promise: 'a message whose sending nobody answered has no cursor',
      find: 'const text = this.ref === undefined ? plain : plain + this.#cursor;',
      replace: 'const text = plain + this.#cursor;',
      test: 'test/unit/channels/delivery/faults.test.ts',
      name: 'the first form of a growing message has no cursor',
    },
    {
      promise: 'after three refusals in a row an answer grows no more',
      find: 'this.#stopped = this.#refusals >= mostRefusals;',
      replace: '',
      test: 'test/unit/channels/delivery/faults.test.ts',
      name: 'after three in a row the answer grows no more',
    },
    {
      promise: 'nothing is shown twice',
      find: 'if (this.shown === text || this.shown === plain) return undefined;',
      replace: '',
      test: 'test/unit/channels/delivery/answer.test.ts',
      name: 'and nothing twice',
    },
  ],
};
