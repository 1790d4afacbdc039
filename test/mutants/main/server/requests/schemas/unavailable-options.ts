import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: parameters': [
    {
      promise: 'n > 1 of a chat is refused',
      find: ".literal(1, 'only one answer can be given; leave n out or set it to 1.')",
      replace: '.number()',
      test: 'test/http/parameters.test.ts',
      name: 'two answers to a chat',
    },
    {
      promise: 'n > 1 of a response is refused',
      find: ".literal(1, 'only one answer can be given; leave n out or set it to 1.')",
      replace: '.number()',
      test: 'test/http/parameters.test.ts',
      name: 'two responses',
    },
    {
      promise: 'n: 1 is taken',
      find: '.literal(1, ',
      replace: '.literal(0, ',
      test: 'test/http/parameters.test.ts',
      name: 'their harmless values are taken',
    },
    {
      promise: 'logprobs: true of a chat is refused',
      find: ".literal(false, 'log probabilities are not available.')",
      replace: '.boolean()',
      test: 'test/http/parameters.test.ts',
      name: 'log probabilities of a chat',
    },
    {
      promise: 'logprobs: true of a response is refused',
      find: ".literal(false, 'log probabilities are not available.')",
      replace: '.boolean()',
      test: 'test/http/parameters.test.ts',
      name: 'log probabilities of a response',
    },
    {
      promise: 'audio output of a chat is refused: modalities',
      find: "kinds.every((kind) => kind === 'text')",
      replace: 'kinds.every(Boolean)',
      test: 'test/http/parameters.test.ts',
      name: 'spoken answers to a chat',
    },
    {
      promise: 'audio output of a response is refused: modalities',
      find: "kinds.every((kind) => kind === 'text')",
      replace: 'kinds.every(Boolean)',
      test: 'test/http/parameters.test.ts',
      name: 'a spoken response',
    },
    {
      promise: 'audio output of a chat is refused: audio',
      find: "audio: z.null('answers are text only.')",
      replace: 'audio: z.unknown()',
      test: 'test/http/parameters.test.ts',
      name: 'the voice of a chat',
    },
    {
      promise: 'audio output of a response is refused: audio',
      find: "audio: z.null('answers are text only.')",
      replace: 'audio: z.unknown()',
      test: 'test/http/parameters.test.ts',
      name: 'the voice of a response',
    },
  ],
};
