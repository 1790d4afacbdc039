/** The kinds of entities, as the platform's own errors call them. */
type EntityName =
  | 'Bold'
  | 'Italic'
  | 'Underline'
  | 'Strikethrough'
  | 'Spoiler'
  | 'Code'
  | 'Pre'
  | 'PreCode'
  | 'TextUrl'
  | 'CustomEmoji'
  | 'BlockQuote';

/** A formatted part of the visible text; offsets and lengths count UTF-16 units. */
export interface ReadEntity {
  type: string;
  offset: number;
  length: number;
  /** Of a link. */
  url?: string;
  /** Of a block of code. */
  language?: string;
}

/** What stays of a text in MarkdownV2: what people see, and how it is formatted. */
export interface ReadText {
  text: string;
  entities: ReadEntity[];
}

/** Refused as the platform refuses it. */
export class MarkdownV2Error extends Error {
  override readonly name = 'MarkdownV2Error';
}

const reserved = '_*[]()~`>#+-=|{}.!';

const apiNames: Record<EntityName, string> = {
  Bold: 'bold',
  Italic: 'italic',
  Underline: 'underline',
  Strikethrough: 'strikethrough',
  Spoiler: 'spoiler',
  Code: 'code',
  Pre: 'pre',
  PreCode: 'pre',
  TextUrl: 'text_link',
  CustomEmoji: 'custom_emoji',
  BlockQuote: 'blockquote',
};

interface OpenEntity {
  name: EntityName;
  language?: string;
  /** Where it began in the source, in UTF-8 bytes. */
  byte: number;
  /** Where it began in the visible text, in UTF-16 units. */
  offset: number;
}

/**
 * Reads MarkdownV2 as the Bot API does, with its errors, whose offsets count UTF-8 bytes.
 * @throws {MarkdownV2Error} with the text behind "can't parse entities: "
 */
export function readMarkdownV2(source: string): ReadText {
  const chars = Array.from(source);
  const bytes = byteOffsets(chars);
  const open: OpenEntity[] = [];
  const entities: ReadEntity[] = [];
  let text = '';
  let quote: OpenEntity | undefined;
  let quotable = true;

  const close = (entity: OpenEntity, url?: string): void => {
    if (text.length === entity.offset) return;
    entities.push({
      type: apiNames[entity.name],
      offset: entity.offset,
      length: text.length - entity.offset,
      ...(url === undefined ? {} : { url }),
      ...(entity.language === undefined ? {} : { language: entity.language }),
    });
  };
  const refuseReserved = (char: string): never => {
    throw new MarkdownV2Error(
      `Character '${char}' is reserved and must be escaped with the preceding '\\'`,
    );
  };

  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at]!;
    const next = chars[at + 1];
    if (char === '\\' && next !== undefined && next.codePointAt(0)! <= 126) {
      at += 1;
      text += next;
      quotable = false;
      continue;
    }
    const inner = open.at(-1);
    const inCode = inner && ['Code', 'Pre', 'PreCode'].includes(inner.name);
    if (!(inCode ? '`' : reserved).includes(char)) {
      if (char === '\n' && !inCode) {
        // A quotation ends with its line, unless the next one goes on with it.
        if (quote && next !== '>') {
          if (open.length > 0) throw unclosed(open.at(-1)!);
          close(quote);
          quote = undefined;
        } else if (quote) {
          at += 1;
        }
        quotable = true;
      } else {
        quotable = false;
      }
      text += char;
      continue;
    }

    if (inner && ends(inner.name, char, next, chars[at + 2])) {
      open.pop();
      quotable = false;
      if (inner.name === 'Underline' || inner.name === 'Spoiler') at += 1;
      if (inner.name === 'Pre' || inner.name === 'PreCode') at += 2;
      if (inner.name !== 'TextUrl' && inner.name !== 'CustomEmoji') {
        close(inner);
        continue;
      }
      if (chars[at + 1] !== '(') {
        if (inner.name === 'CustomEmoji') {
          throw new MarkdownV2Error('Custom emoji entity must contain a tg://emoji URL');
        }
        close(inner, text.slice(inner.offset));
        continue;
      }
      const target = readTarget(chars, bytes, at + 2);
      close(inner, target.url);
      at = target.end;
      continue;
    }

    const byte = bytes[at]!;
    const offset = text.length;
    const starts = (name: EntityName): void => void open.push({ name, byte, offset });
    if (char === '_' && next === '_') {
      starts('Underline');
      at += 1;
    } else if (char === '_') starts('Italic');
    else if (char === '*') starts('Bold');
    else if (char === '~') starts('Strikethrough');
    else if (char === '|' && next === '|') {
      starts('Spoiler');
      at += 1;
    } else if (char === '[') starts('TextUrl');
    else if (char === '!' && next === '[') {
      starts('CustomEmoji');
      at += 1;
    } else if (char === '`' && next === '`' && chars[at + 2] === '`') {
      const begun = readFence(chars, at + 3);
      open.push({ ...begun.entity, byte, offset });
      at = begun.at;
    } else if (char === '`') starts('Code');
    else if (char === '>' && quotable && !quote && open.length === 0) {
      quote = { name: 'BlockQuote', byte, offset };
    } else refuseReserved(char);
    quotable = false;
  }
  if (open.length > 0) throw unclosed(open.at(-1)!);
  if (quote) close(quote);
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

function ends(
  name: EntityName,
  char: string,
  next: string | undefined,
  afterNext: string | undefined,
): boolean {
  switch (name) {
    case 'Bold':
      return char === '*';
    case 'Italic':
      return char === '_' && next !== '_';
    case 'Underline':
      return char === '_' && next === '_';
    case 'Strikethrough':
      return char === '~';
    case 'Spoiler':
      return char === '|' && next === '|';
    case 'Code':
      return char === '`';
    case 'Pre':
    case 'PreCode':
      return char === '`' && next === '`' && afterNext === '`';
    case 'TextUrl':
    case 'CustomEmoji':
      return char === ']';
    case 'BlockQuote':
      return false;
  }
}

/** The target of a link, from behind its parenthesis; `end` is the closing one. */
function readTarget(chars: string[], bytes: number[], start: number): { url: string; end: number } {
  let url = '';
  let at = start;
  while (at < chars.length && chars[at] !== ')') {
    if (chars[at] === '\\' && chars[at + 1] !== undefined) at += 1;
    url += chars[at]!;
    at += 1;
  }
  if (at >= chars.length) {
    throw new MarkdownV2Error(
      `Can't find end of a URL at byte offset ${bytes[start] ?? bytes.at(-1)! + 1}`,
    );
  }
  return { url, end: at };
}

/** The head of a block of code; `at` is the last character that belongs to it. */
function readFence(
  chars: string[],
  start: number,
): { entity: Pick<OpenEntity, 'name' | 'language'>; at: number } {
  let at = start;
  while (at < chars.length && !/[\s`]/.test(chars[at]!)) at += 1;
  const hasLanguage = at > start && at < chars.length && chars[at] !== '`';
  const entity: Pick<OpenEntity, 'name' | 'language'> = hasLanguage
    ? { name: 'PreCode', language: chars.slice(start, at).join('') }
    : { name: 'Pre' };
  if (!hasLanguage) at = start;
  // One line break behind the head is no part of the code.
  if (chars[at] === '\r' && chars[at + 1] === '\n') at += 2;
  else if (chars[at] === '\n') at += 1;
  return { entity, at: at - 1 };
}

function unclosed({ name, byte }: OpenEntity): MarkdownV2Error {
  return new MarkdownV2Error(`Can't find end of ${name} entity at byte offset ${byte}`);
}

function byteOffsets(chars: string[]): number[] {
  let byte = 0;
  return chars.map((char) => {
    const at = byte;
    byte += Buffer.byteLength(char);
    return at;
  });
}
