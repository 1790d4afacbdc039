import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: "a request that exceeds Ollama's context is refused",
      find: "if (typeof inForce === 'number' && needed > inForce) {",
      replace: 'if (needed === 0) {',
      test: 'test/http/ollama-context.test.ts',
      name: 'is an error that says what to do',
    },
    {
      promise: "a raised context of Ollama's is seen at once",
      find: 'if (inForce !== null) {',
      replace: 'if (inForce === undefined) {',
      test: 'test/http/ollama-context.test.ts',
      name: 'may be raised meanwhile',
    },
    {
      promise: "Ollama's context is the model's where it is smaller",
      find: 'Math.min(model.contextWindow, inForce ?? Number.POSITIVE_INFINITY)',
      replace: 'model.contextWindow',
      test: 'test/http/ollama-context.test.ts',
      name: 'is asked for before each call',
    },
    {
      promise: 'a model that does not load in time hinders nothing',
      find: 'AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])',
      replace: 'AbortSignal.any([signal, AbortSignal.timeout(patienceMs * 1000)])',
      test: 'test/http/ollama-context.test.ts',
      name: 'a model does not load in time',
    },
  ],
};
