import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: upstream trouble': [
    {
      promise: 'a service that does not begin to answer is given up',
      find: 'this.#timer = setTimeout(this.#strike, firstMs);',
      replace: 'this.#timer = setTimeout(() => {}, firstMs);',
      test: 'test/unit/model/create-model.test.ts',
      name: 'has 120 s for its first byte',
    },
    {
      promise: 'a service that falls silent between chunks is given up',
      find: 'this.#timer = setTimeout(this.#strike, nextMs);',
      replace: 'this.#timer = setTimeout(() => {}, nextMs);',
      test: 'test/unit/model/upstream-silence.test.ts',
      name: 'a service that falls silent in the middle is given up',
    },
    {
      promise: 'the between-chunk timeout begins anew with each chunk',
      find: 'this.#timer.refresh();',
      replace: '',
      test: 'test/unit/model/upstream-silence.test.ts',
      name: 'a long answer is no silence',
    },
  ],
  'Faults: upstream': [
    {
      promise: 'a service that does not begin to answer is given up',
      find: 'this.#timer = setTimeout(this.#strike, firstMs);',
      replace: 'this.#timer = setTimeout(() => {}, firstMs);',
      test: 'test/http/faults/upstream.test.ts',
      name: 'is given up after its timeout, and its connection is closed',
    },
  ],
  'Faults: clock': [
    {
      promise: 'a jump ahead breaks off no answer',
      find: 'this.#timer = setTimeout(this.#strike, firstMs);',
      replace:
        'this.#timer = ((end) => setInterval(() => Date.now() > end && (this.#strike)(), 20))(Date.now() + firstMs);',
      test: 'test/http/faults/clock.test.ts',
      name: 'breaks off no answer under way',
    },
    {
      promise: 'a jump back does not keep a service that hangs from being given up',
      find: 'this.#timer = setTimeout(this.#strike, firstMs);',
      replace:
        'this.#timer = ((end) => setInterval(() => Date.now() > end && (this.#strike)(), 20))(Date.now() + firstMs);',
      test: 'test/http/faults/clock.test.ts',
      name: 'does not keep a model service that hangs from being given up',
    },
  ],
};
