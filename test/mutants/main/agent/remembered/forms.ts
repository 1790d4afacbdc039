import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: 'spaces are no part of an answer',
      find: ".normalize('NFC').replaceAll(unseen, '');\n}\n\n/** Letters",
      replace: ".normalize('NFC');\n}\n\n/** Letters",
      test: 'test/http/remembered/remembered.test.ts',
      name: 'has it where the answer comes back',
    },
    {
      promise: 'sources in front of a question are no part of it',
      find: "(said.trim() === '' ? text : said)",
      replace: 'text',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'has it where its program put sources in front of the question',
    },
    {
      promise: 'reminders of coding clients are no part of a question',
      find: 'reminders.reduce(withoutBlocks, behind',
      replace: '[].reduce(withoutBlocks, behind',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'put its rules around the question',
    },
    {
      promise: "aider's rules are no part of a question",
      find: "behind.replace(editRules, '')",
      replace: 'behind',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'put its rules around the question',
    },
  ],
};
