import { describe, expect, it } from 'vitest';
import { readMarkdownV2 } from '../../support/telegram/markdown-v2.ts';

const reserved = (character: string): string =>
  `Character '${character}' is reserved and must be escaped with the preceding '\\'`;

describe('the reader of MarkdownV2', () => {
  it('reads entities with offsets in UTF-16 units', () => {
    expect(readMarkdownV2('😀 *bold _both_* ~no~ `a*b` [t](https://e.org/\\))')).toEqual({
      text: '😀 bold both no a*b t',
      entities: [
        { type: 'bold', offset: 3, length: 9 },
        { type: 'italic', offset: 8, length: 4 },
        { type: 'strikethrough', offset: 13, length: 2 },
        { type: 'code', offset: 16, length: 3 },
        { type: 'text_link', offset: 20, length: 1, url: 'https://e.org/)' },
      ],
    });
    expect(readMarkdownV2('```js\nlet a\\`\n```\n>one\n>*two*\nend')).toEqual({
      text: 'let a`\n\none\ntwo\nend',
      entities: [
        { type: 'pre', offset: 0, length: 7, language: 'js' },
        { type: 'blockquote', offset: 8, length: 7 },
        { type: 'bold', offset: 12, length: 3 },
      ],
    });
  });

  it.each([
    ['😀 *a', "Can't find end of Bold entity at byte offset 5"],
    ['ä _a', "Can't find end of Italic entity at byte offset 3"],
    ['a_b__c_d__', "Can't find end of Underline entity at byte offset 8"],
    ['`a', "Can't find end of Code entity at byte offset 0"],
    ['```js\na', "Can't find end of PreCode entity at byte offset 0"],
    ['```\na', "Can't find end of Pre entity at byte offset 0"],
    ['[ä](http', "Can't find end of a URL at byte offset 5"],
    ['>*a\nb*', "Can't find end of Bold entity at byte offset 1"],
    ['a-b', reserved('-')],
    ['a > b', reserved('>')],
    ['end.', reserved('.')],
    ['|a', reserved('|')],
  ])('refuses %j', (source, message) => {
    expect(() => readMarkdownV2(source)).toThrow(message);
  });
});
