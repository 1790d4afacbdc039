import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'what a model thought is kept with the call to which it led',
      find: 'calls[id] = thought();',
      replace: 'calls[id] = {};',
      test: 'test/unit/model/upstream/responses/requests.test.ts',
      name: 'of two calls of which one is left out',
    },
    {
      promise: 'a stream of the Responses API that ends before its last event is no answer',
      find: 'if (!this.#response) {\n',
      replace: 'if (!this.#response && items.length === 0) {\n',
      test: 'test/unit/model/upstream/responses/stream.test.ts',
      name: 'a stream that stops in the middle of its text',
    },
    {
      promise: 'an answer of the Responses API that stops for its length says so',
      find: "if (details?.reason === 'max_output_tokens') return 'length';",
      replace: '',
      test: 'test/unit/model/upstream/responses/stream.test.ts',
      name: 'that stops for',
    },
    {
      promise: 'a response that failed is no answer',
      find: "if (response.status === 'failed' || response.status === 'cancelled') {",
      replace: 'if (false) {',
      test: 'test/unit/model/upstream/responses/stream.test.ts',
      name: 'a response that failed says why',
    },
    {
      promise: 'items that come in no pieces are handed on',
      find: 'if (this.#written.has(index)) return;',
      replace: 'return;',
      test: 'test/unit/model/upstream/responses/stream.test.ts',
      name: 'with whole items and no pieces',
    },
  ],
};
