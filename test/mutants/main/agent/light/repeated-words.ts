import type { MutantTable } from '../../../mutant.ts';

const test = 'test/http/light-requests.test.ts';

export const mutants: MutantTable = {
  'Light requests': [
    {
      promise: 'the words of a chat under another system prompt do nothing twice',
      find: 'if (same.length > 0) return true;',
      replace: '',
      test,
      name: 'runs its command once: a client nobody knows',
    },
    {
      promise: 'the same question under the same prompt is asked anew, whatever its clock says',
      find: "prompt.replaceAll(/\\d+/g, '')",
      replace: 'prompt',
      test,
      name: 'but for its clock',
    },
  ],
};
