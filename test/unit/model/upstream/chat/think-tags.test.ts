import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ThinkTags } from '../../../../../src/main/model/upstream/chat/think-tags.ts';

/** What a text that comes in these pieces becomes. */
function told(...pieces: string[]): { text: string; reasoning: string; order: string[] } {
  const all = { text: '', reasoning: '', order: [] as string[] };
  const tags = new ThinkTags({
    onText: (text) => {
      all.text += text;
      all.order.push(text);
    },
    onReasoning: (text) => {
      all.reasoning += text;
      all.order.push(`(${text})`);
    },
  });
  for (const piece of pieces) tags.add(piece);
  tags.end();
  return all;
}

test.each([
  ['<think>\nHm.\n</think>\n\nYes.', 'Hm.\n', 'Yes.'],
  ['\n <think>Hm.</think>Yes.', 'Hm.', 'Yes.'],
  ['<think>\n\n</think>\n\nYes.', '', 'Yes.'],
  ['<think>a < b, </thin air>, </think>\nYes </think>', 'a < b, </thin air>, ', 'Yes </think>'],
  ['<think>It never ends', 'It never ends', ''],
  ['<think>cut off </thi', 'cut off </thi', ''],
  ['Yes. <think>no</think>', '', 'Yes. <think>no</think>'],
  ['<thinking>no</thinking>', '', '<thinking>no</thinking>'],
  ['  <thi', '', '  <thi'],
  [' \n', '', ' \n'],
  ['', '', ''],
])('%j is thinking %j and answer %j, however it is cut', (whole, reasoning, text) => {
  expect(told(whole)).toMatchObject({ reasoning, text });
  expect(told(...whole.split(''))).toMatchObject({ reasoning, text });
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length)), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      const pieces = places.slice(1).map((place, index) => whole.slice(places[index], place));
      expect(told(...pieces)).toMatchObject({ reasoning, text });
    }),
  );
});

test('pieces are handed on as they come', () => {
  expect(told('<think>', 'one ', 'two', '</think>', '\n\n', 'three ', 'four').order).toEqual([
    '(one )',
    '(two)',
    'three ',
    'four',
  ]);
  expect(told('one ', 'two').order).toEqual(['one ', 'two']);
});
