import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/agent/prompt/layers.test.ts';

export const mutants: MutantTable = {
  'What a turn costs': [
    {
      promise: "a client's layer that holds the time stands at the head of the last message",
      find: 'const moves = isMoving(layer);',
      replace: 'const moves = false;',
      test,
      name: 'holds the time',
    },
    {
      promise: 'a layer whose date changed leaves the first message as it was',
      find: 'const changed = !moves && differInDigits(firstLayer, layer);',
      replace: 'const changed = false;',
      test,
      name: 'whose date has changed',
    },
    {
      promise: 'the block stands in the first user message where system messages may be lost',
      find: 'const inSystem = keepsSystemMessages || first === -1;',
      replace: 'const inSystem = true;',
      test,
      name: 'stands at the head of the first user message',
    },
    {
      promise: 'pictures stay in the message before which a block is put',
      find: "[{ type: 'text', text: head.trimEnd() }, ...(content ?? [])]",
      replace: "[{ type: 'text', text: head.trimEnd() }]",
      test,
      name: 'pictures',
    },
  ],
};
