import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: parameters': [
    {
      promise: 'n > 1 of a chat is refused',
      find: 'if (n !== null && n !== undefined && n !== 1) {',
      replace: 'if (n === 0) {',
      test: 'test/http/parameters.test.ts',
      name: 'two answers to a chat',
    },
    {
      promise: 'n > 1 of a response is refused',
      find: 'if (n !== null && n !== undefined && n !== 1) {',
      replace: 'if (n === 0) {',
      test: 'test/http/parameters.test.ts',
      name: 'two responses',
    },
    {
      promise: 'n: 1 is taken',
      find: 'if (n !== null && n !== undefined && n !== 1) {',
      replace: 'if (n !== null && n !== undefined) {',
      test: 'test/http/parameters.test.ts',
      name: 'their harmless values are taken',
    },
    {
      promise: 'logprobs: true of a chat is refused',
      find: 'if (logprobs) throw',
      replace: 'if (!options) throw',
      test: 'test/http/parameters.test.ts',
      name: 'log probabilities of a chat',
    },
    {
      promise: 'logprobs: true of a response is refused',
      find: 'if (logprobs) throw',
      replace: 'if (!options) throw',
      test: 'test/http/parameters.test.ts',
      name: 'log probabilities of a response',
    },
    {
      promise: 'audio output of a chat is refused: modalities',
      find: "if (modalities?.some((modality) => modality !== 'text')) {",
      replace: 'if (!options) {',
      test: 'test/http/parameters.test.ts',
      name: 'spoken answers to a chat',
    },
    {
      promise: 'audio output of a response is refused: modalities',
      find: "if (modalities?.some((modality) => modality !== 'text')) {",
      replace: 'if (!options) {',
      test: 'test/http/parameters.test.ts',
      name: 'a spoken response',
    },
    {
      promise: 'audio output of a chat is refused: audio',
      find: 'if (audio !== null && audio !== undefined) {',
      replace: 'if (!options) {',
      test: 'test/http/parameters.test.ts',
      name: 'the voice of a chat',
    },
    {
      promise: 'audio output of a response is refused: audio',
      find: 'if (audio !== null && audio !== undefined) {',
      replace: 'if (!options) {',
      test: 'test/http/parameters.test.ts',
      name: 'the voice of a response',
    },
  ],
};
