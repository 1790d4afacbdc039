import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'an output whose call was cut off is left out',
      find: 'else orphans.push(message);',
      replace: 'else heads.push({ message });',
      test: 'test/http/chat-request.test.ts',
      name: 'an output whose call was cut off',
    },
    {
      promise: 'a call that was never answered gets an output that says so',
      find: "outputs?.get(id) ?? { role: 'tool' as const, tool_call_id: id, content: noOutput }",
      replace: "outputs?.get(id) ?? { role: 'tool' as const, tool_call_id: id, content: '' }",
      test: 'test/http/chat-request.test.ts',
      name: 'a call that was never answered',
    },
  ],
};
