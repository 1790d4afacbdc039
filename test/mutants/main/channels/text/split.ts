import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/channels/text/split.test.ts';

export const mutants: MutantTable = {
  'Channels: length': [
    {
      promise: 'a link and inline code are never cut',
      find: "const whole = inline.type === 'link' || inline.type === 'code';",
      replace: 'const whole = false;',
      test,
      name: 'never cuts inline code or a link',
    },
    {
      promise: 'a character with its marks and joiners is never cut',
      find: "forced || (!continuing.test(character) && before !== '\\u200D')",
      replace: 'true',
      test,
      name: 'never cuts a character',
    },
    {
      promise: 'a text is cut at a newline in the second half',
      find: "fitting.findLast(({ kind, at }) => kind === 'newline' && at >= most / 2) ??",
      replace: '',
      test,
      name: 'cuts at a newline in the second half',
    },
    {
      promise: 'the parts stay within the limit with their count',
      find: 'const roomForCount = 16;',
      replace: 'const roomForCount = 0;',
      test: 'test/unit/channels/text/property.test.ts',
    },
  ],
};
