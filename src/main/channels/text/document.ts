/**
 * An answer as chats can show it: fewer kinds of nodes than Markdown has. Tables are code by now,
 * pictures are links, references are resolved. A newline in a text is a newline on the screen.
 */

export type Inline =
  | { type: 'text'; value: string }
  | { type: 'code'; value: string }
  | { type: 'strong' | 'emphasis' | 'strike'; children: Inline[] }
  | { type: 'link'; url: string; children: Inline[] };

export interface ListItem {
  /** Of a list in several messages: it began in the one before, so it gets no mark again. */
  continued?: boolean;
  checked?: boolean;
  children: Block[];
}

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'heading'; depth: number; children: Inline[] }
  | { type: 'quote'; children: Block[] }
  /** `start`: the number of the first item; undefined of a list without numbers. */
  | { type: 'list'; start: number | undefined; spread: boolean; items: ListItem[] }
  | { type: 'fence'; language: string; value: string }
  | { type: 'rule' };

/** The text without any marks. */
export function textOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => ('value' in inline ? inline.value : textOf(inline.children)))
    .join('');
}
