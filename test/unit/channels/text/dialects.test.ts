import { describe, expect, it } from 'vitest';
import type { Platform } from '../../../../src/main/channels/channel.ts';
import { dialectOf } from '../../../../src/main/channels/text/dialects.ts';
import { readMarkdown } from '../../../../src/main/channels/text/read-markdown.ts';
import { readMarkdownV2 } from '../../../support/telegram/markdown-v2.ts';

const written = (markdown: string, platform: Platform = 'telegram'): string =>
  dialectOf(platform).markup(readMarkdown(markdown));

describe('MarkdownV2', () => {
  it.each([
    ['a.b-c!', String.raw`a\.b\-c\!`],
    ['**bold _both_** *i* ~~no~~', '*bold _both_* _i_ ~no~'],
    ['***both***', '_*both*_'],
    ['*a*_b_ **c**__d__', '_ab_ *cd*'],
    ['*a **b *c* d** e*', '_a *b c d* e_'],
    ['# A **b** c', '*A b c*'],
    ['``c`d\\``', '`c\\`d\\\\`'],
    ['```js\nlet a = `b\\n`;\n```', '```js\nlet a = \\`b\\\\n\\`;\n```'],
    ['```c++ title="x"\na\n```', 'title\\="x"\n\n```c++\na\n```'],
    ['[t.](https://e.org/a_(b)?q=\\\\)', '[t\\.](https://e.org/a_(b\\)?q=\\\\)'],
    [
      '[t](docs/a.md) <https://e.org/a_b> https://e.org',
      't \\(docs/a\\.md\\) https://e\\.org/a\\_b https://e\\.org',
    ],
    [
      '![alt](https://e.org/p.png) [r][1]\n\n[1]: https://e.org',
      '[alt](https://e.org/p.png) [r](https://e.org)',
    ],
    ['> one\n> **two\n> three**\n\nend', '>one\n>*two\n>three*\n\nend'],
    ['> one\n>\n> two', '>one\n>\n>two'],
    ['> a\n> ```\n> b\n> ```\n> > c', '>a\n\n```\nb\n```\n\n>c'],
    ['- a\n- b\n  1. c\n  2. d\n- [x] e\n- [ ] f', '• a\n• b\n  1\\. c\n  2\\. d\n☑ e\n☐ f'],
    ['- > a', '• a'],
    ['3. a\n4. b', '3\\. a\n4\\. b'],
    ['a\\\nb\nc  \nd<br>e', 'a\nb\nc\nd\ne'],
    ['a\n\n---\n\nb', 'a\n\n──────────\n\nb'],
    ['<b>x</b>', '<b\\>x</b\\>'],
    ['note[^1]\n\n[^1]: the *note*', 'note\\[1\\]\n\n\\[1\\] the _note_'],
    [
      '| a | b |\n|:-|-:|\n| 日本 | 1 |\n| `x` | 22 |',
      '```\na    |   b\n-----|----\n日本 |   1\nx    |  22\n```',
    ],
  ])('of %j', (markdown, expected) => {
    expect(written(markdown)).toBe(expected);
    expect(() => readMarkdownV2(expected)).not.toThrow();
  });

  it('has the length that is shown', () => {
    const blocks = readMarkdown('**a.b** [c](https://e.org)\n\n> d\n\n```js\ne\n```');
    const dialect = dialectOf('telegram');
    expect(dialect.length(blocks)).toBe(readMarkdownV2(dialect.markup(blocks)).text.length);
  });

  it('holds what stands deeper than chats show, as text', () => {
    const deep = `${'> '.repeat(400)}end`;
    expect(readMarkdownV2(written(deep)).text).toContain('end');
    expect(readMarkdownV2(written(`${'*a '.repeat(300)}b${'*'.repeat(300)}`)).text).toContain('b');
  });
});

describe('the other dialects', () => {
  const markdown =
    '# Head\n\n**b** *i* ~~s~~ `c` [t](https://e.org/(x)) 1 < 2 & *x_y*\n\n- one\n- two\n\n> q\n\n```js\na\n```';
  it.each([
    [
      'discord',
      '# Head\n\n**b** *i* ~~s~~ `c` [t](https://e.org/%28x%29) 1 \\< 2 & *x\\_y*\n\n- one\n- two\n\n> q\n\n```js\na\n```',
    ],
    [
      'slack',
      '*Head*\n\n*b* _i_ ~s~ `c` <https://e.org/%28x%29|t> 1 &lt; 2 &amp; _x_y_\n\n• one\n• two\n\n> q\n\n```\na\n```',
    ],
    [
      'whatsapp',
      '*Head*\n\n*b* _i_ ~s~ `c` t (https://e.org/(x)) 1 < 2 & _x_y_\n\n• one\n• two\n\n> q\n\n```\na\n```',
    ],
  ] as const)('%s', (platform, expected) => {
    expect(written(markdown, platform)).toBe(expected);
    expect(dialectOf(platform).length(readMarkdown(markdown))).toBe(expected.length);
  });

  it('plain text has addresses behind their links, and no escapes', () => {
    expect(dialectOf('slack').plain(readMarkdown('**a.b** [c](https://e.org) `d`'))).toBe(
      'a.b c (https://e.org) d',
    );
  });

  it('text of Discord is not read as a list, a heading or a mention, and addresses stay whole', () => {
    expect(written('\\# a\n\\- b\n1\\. c <@1> https://e.org/a_b', 'discord')).toBe(
      '\\# a\n\\- b\n1\\. c \\<@1> https://e.org/a_b',
    );
  });
});
