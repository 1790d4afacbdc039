import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: the events of a run': [
    {
      promise: 'run.started is told first',
      find: "this.#emit({ type: 'run.started', runId: this.id, model: this.#options.modelName() });",
      replace: '',
      test: 'test/unit/runs/runs.test.ts',
      name: 'logs a run from start to end',
    },
    {
      promise: 'run.started names the run',
      find: 'runId: this.id, model: this.#options.modelName()',
      replace: "runId: '', model: this.#options.modelName()",
      test: 'test/unit/runs/runs.test.ts',
      name: 'logs a run from start to end',
    },
    {
      promise: 'run.started names the model',
      find: 'model: this.#options.modelName()',
      replace: "model: ''",
      test: 'test/unit/runs/runs.test.ts',
      name: 'logs a run from start to end',
    },
    {
      promise: 'run.completed tells the outcome, last',
      find: 'this.log.append(ending);',
      replace: "if (ending.type !== 'run.completed') this.log.append(ending);",
      test: 'test/unit/runs/runs.test.ts',
      name: 'logs a run from start to end',
    },
    {
      promise: 'run.failed tells the error',
      find: 'this.#options.describeError(error, ',
      replace: 'this.#options.describeError(new Error(), ',
      test: 'test/unit/runs/runs.test.ts',
      name: 'tells a failure in words, with the usage so far',
    },
    {
      promise: 'run.failed tells the usage so far',
      find: 'this.#usage = addUsage(this.#usage, event.usage);',
      replace: '',
      test: 'test/unit/runs/runs.test.ts',
      name: 'tells a failure in words, with the usage so far',
    },
    {
      promise: 'run.cancelled is told, not run.failed',
      find: 'if (this.#abort.signal.aborted && reason instanceof RunCancelled) {',
      replace: 'if (!this.#abort.signal.aborted && reason instanceof RunCancelled) {',
      test: 'test/unit/runs/runs.test.ts',
      name: 'stops a run when its last client has left',
    },
    {
      promise: 'run.cancelled tells the reason',
      find: 'reason: reason.reason,',
      replace: "reason: 'server_stopped',",
      test: 'test/unit/runs/runs.test.ts',
      name: 'stops a run when its last client has left',
    },
  ],
};
