import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: 'nothing is taken from a chat of another name',
      find: 'if (chat !== undefined && turn.chat !== null && turn.chat !== chat) return [];',
      replace: '',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'are not taken from another that looks alike, where the client names them',
    },
    {
      promise: 'what stays in doubt is left out',
      find: 'return works.size === 1 ? matches[0] : undefined;',
      replace: 'return matches[0];',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'are left as they are where nothing tells two chats apart',
    },
    {
      promise: 'the turns of one conversation go together',
      find: 'free.find(({ turn }) => turn.conversation === conversation) ?? undoubted(free)',
      replace: 'undoubted(free)',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'are told apart by what follows',
    },
    {
      promise: 'a turn that comes twice is told once',
      find: 'used.add(match.turn.id);',
      replace: '',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'has it once where a turn comes twice',
    },
    {
      promise: 'of an answer that broke off a client may have any part',
      find: "!broken?.startsWith(segment?.text ?? '')",
      replace: 'broken !== segment?.text',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'by Stop is known to the next turn',
    },
    {
      promise: 'what is no part of an answer that broke off is another answer',
      find: "!broken?.startsWith(segment?.text ?? '')",
      replace: 'broken === undefined',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'by Stop is not taken for one that the client shows another answer of',
    },
    {
      promise: 'a client’s call finds the run that handed it over',
      find: '{ span, segment, keys: segment.calls.map((call) => callKey(call, user)) }',
      replace: '{ span, segment, keys: [] }',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'keep what ran before them in the turn',
    },
  ],
};
