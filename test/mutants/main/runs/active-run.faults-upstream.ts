import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: upstream': [
    {
      promise: 'a failure after a tool has run is no success',
      find: 'ending = this.#endingFor(error);',
      replace:
        "ending = { type: 'run.completed', outcome: { status: 'completed', finishReason: 'stop', clientToolCalls: [], usage: this.#usage } };",
      test: 'test/http/faults/upstream.test.ts',
      name: 'fails once a tool has run is an honest failure, and the tool does not run again',
    },
    {
      promise: 'after a fault the host answers as before',
      find: 'release?.();',
      replace: "if (ending.type !== 'run.failed') release?.();",
      also: [
        {
          file: 'src/main/runs/runs.ts',
          find: 'options.limits().maxConcurrentRuns)',
          replace: '1)',
        },
      ],
      test: 'test/http/faults/upstream.test.ts',
      name: 'hangs in the middle of its text is given up, and what came stands',
    },
  ],
};
