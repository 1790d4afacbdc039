import type { Limits } from '../channel.ts';
import type { Dialect } from '../text/dialects.ts';
import type { Block } from '../text/document.ts';
import { readMarkdown } from '../text/read-markdown.ts';
import { cutTo, split } from '../text/split.ts';
import type { Part, WrittenText } from './answer-state.ts';

/** Stands at the end of a text that grows. */
export const cursor = ' ▌';

/** Before what may have arrived already. */
export const duplicateMark = '(may be a duplicate)\n\n';

/** Lengths of a message that are read for a preview: more cannot be seen of it, as a rule. */
const previewLengths = 2;

/** How texts become what a platform takes. */
export interface Writing {
  /** The messages of a Markdown text; none where nothing is to be seen of it. */
  parts(markdown: string): Part[];
  /** The messages of a text that is no Markdown. */
  plainParts(text: string): Part[];
  /** As much of a text as one message holds beside the cursor; undefined where nothing is seen yet. */
  preview(markdown: string): WrittenText | undefined;
  /** Units of a text that count for its preview: what comes behind them changes nothing. */
  previewSource: number;
  /** A text that stands as it is, with what would be read as markup escaped. */
  escaped(text: string): WrittenText;
}

export function createWriting(dialect: Dialect, limits: Limits): Writing {
  const write = (blocks: readonly Block[]): WrittenText => ({
    markup: dialect.markup(blocks),
    plain: dialect.plain(blocks),
  });
  const partsOf = (blocks: readonly Block[]): Part[] =>
    split(blocks, dialect, limits.finished)
      .map((each): Part => ({
        ...write(each),
        length: dialect.length(each),
        format: 'markup',
        shown: 'no',
        doubts: 0,
      }))
      .filter(({ plain }) => isVisible(plain));
  const paragraph = (value: string): Block[] => [
    { type: 'paragraph', children: [{ type: 'text', value }] },
  ];
  const previewSource = previewLengths * limits.preview;
  return {
    previewSource,
    parts: (markdown) => partsOf(readMarkdown(markdown)),
    plainParts: (text) => partsOf(paragraph(text)),
    preview(markdown) {
      const most = limits.preview - cursor.length;
      const begin = markdown.slice(0, previewSource);
      const written = write(cutTo(readMarkdown(begin), dialect, most));
      return isVisible(written.plain) ? written : undefined;
    },
    escaped: (text) => write(paragraph(text)),
  };
}

/** Whether anything is seen of a text: platforms refuse one of which nothing is. */
function isVisible(text: string): boolean {
  return /[^\s\p{Cf}\p{Cc}\u2800\u3164\u115F\u1160]/u.test(text);
}
