import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: the events of a run': [
    {
      promise: 'nothing comes after the final event',
      find: `if (this.#closed) return;
    const event`,
      replace: 'const event',
      test: 'test/unit/runs/run-log.test.ts',
      name: 'logs nothing after the final event',
    },
    {
      promise: 'who subscribes later is told what has been',
      find: 'listener(this.#events[index]!, index);',
      replace: '',
      test: 'test/unit/runs/run-log.test.ts',
      name: 'hands a late subscriber what is already there',
    },
    {
      promise: 'a subscriber begins at any position',
      find: 'let index = position;',
      replace: 'let index = 0;',
      test: 'test/unit/runs/run-log.test.ts',
      name: 'hands a late subscriber what is already there',
    },
    {
      promise: 'a subscriber may begin at a position that is still to come',
      find: 'if (at >= position) listener(event, at);',
      replace: 'listener(event, at);',
      test: 'test/unit/runs/run-log.test.ts',
      name: 'lets a subscriber wait for a position that is still to come',
    },
    {
      promise: 'who has subscribed is told what comes',
      find: 'for (const listener of this.#listeners) listener(event, position);',
      replace: '',
      test: 'test/unit/runs/run-log.test.ts',
      name: 'hands a late subscriber what is already there',
    },
    {
      promise: 'everything that watches sees the same log: the inspector that of a chat',
      find: 'this.#listeners.add(waiting);',
      replace: `this.#listeners.clear();
    this.#listeners.add(waiting);`,
      test: 'test/http/runs.test.ts',
      name: 'tells the run of a chat to all who watch it',
    },
  ],
};
