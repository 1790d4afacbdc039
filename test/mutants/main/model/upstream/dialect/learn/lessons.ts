import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Model services as they are': [
    {
      promise: `a guess that did not help is dropped`,
      find: `this.#useless.push(...(this.#learned.pop() ?? []));`,
      replace: ``,
      test: 'test/unit/model/upstream/dialect/refused-conversations.test.ts',
      name: 'after which the service says the same again',
    },
    {
      promise: `attempts are bounded`,
      find: `const mostLessons = 10;`,
      replace: `const mostLessons = 1000;`,
      test: 'test/unit/model/upstream/dialect/refused-parameters.test.ts',
      name: `is told after some attempts`,
    },
  ],
};
