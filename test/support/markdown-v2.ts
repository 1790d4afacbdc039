/**
 * A reader of Telegram's MarkdownV2, by the rules of Telegram's own library: what it refuses, our
 * texts must not contain. Offsets in errors count bytes, those of entities UTF-16 units.
 */

export interface Entity {
  type:
    | 'bold'
    | 'italic'
    | 'underline'
    | 'strikethrough'
    | 'spoiler'
    | 'code'
    | 'pre'
    | 'text_link'
    | 'blockquote';
  offset: number;
  length: number;
  url?: string;
  language?: string;
}

/** What is shown of a message. */
export interface ShownText {
  text: string;
  entities: Entity[];
}

/** Names of entities in errors. */
const names: Record<Entity['type'], string> = {
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strikethrough',
  spoiler: 'Spoiler',
  code: 'Code',
  pre: 'Pre',
  text_link: 'TextUrl',
  blockquote: 'BlockQuote',
};

const simple: Record<string, Entity['type']> = { '*': 'bold', '~': 'strikethrough' };
const reserved = new Set('_*[]()~`>#+-=|{}.!');

interface Open {
  type: Entity['type'];
  /** Of its first unit in the text. */
  offset: number;
  /** Of its mark, in the source. */
  at: number;
  language: string;
}

/** @throws {Error} with Telegram's description, without "Bad Request: " */
export function readMarkdownV2(source: string): ShownText {
  return new Reader(source).read();
}

class Reader {
  readonly #source: string;
  readonly #open: Open[] = [];
  readonly #entities: Entity[] = [];
  #text = '';
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): ShownText {
    while (this.#at < this.#source.length) this.#step();
    const last = this.#open.at(-1);
    if (last?.type === 'blockquote') this.#close();
    const unclosed = this.#open.at(-1);
    if (unclosed) throw this.#unclosed(unclosed);
    const entities = this.#entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
    return { text: this.#text, entities };
  }

  #peek(text: string, ahead = 0): boolean {
    return this.#source.startsWith(text, this.#at + ahead);
  }

  get #inCode(): boolean {
    const type = this.#open.at(-1)?.type;
    return type === 'code' || type === 'pre';
  }

  get #quoted(): boolean {
    return this.#open.some(({ type }) => type === 'blockquote');
  }

  #step(): void {
    const character = this.#source[this.#at]!;
    if (character === '\\' && this.#take(this.#at + 1) !== undefined) {
      this.#text += this.#source[this.#at + 1]!;
      this.#at += 2;
    } else if (this.#inCode ? character !== '`' : !reserved.has(character) && character !== '\n') {
      this.#text += character;
      this.#at += 1;
    } else if (this.#ends(character)) this.#end(character);
    else this.#begin(character);
  }

  /** The ASCII character there, which a backslash before it would make plain. */
  #take(at: number): string | undefined {
    const code = this.#source.charCodeAt(at);
    return code > 0 && code <= 126 ? this.#source[at] : undefined;
  }

  #ends(character: string): boolean {
    const type = this.#open.at(-1)?.type;
    if (character === '\n') return type !== undefined && this.#quoted && !this.#peek('\n>');
    switch (type) {
      case 'bold':
      case 'strikethrough':
        return simple[character] === type;
      case 'italic':
        return character === '_' && !this.#peek('__');
      case 'underline':
        return this.#peek('__');
      case 'spoiler':
        return this.#peek('||');
      case 'code':
        return true;
      case 'pre':
        return this.#peek('```');
      case 'text_link':
        return character === ']';
      case 'blockquote':
      case undefined:
        return false;
    }
  }

  #end(character: string): void {
    const { type, offset } = this.#open.at(-1)!;
    if (character === '\n') {
      if (type !== 'blockquote') throw this.#unclosed(this.#open.at(-1)!);
      this.#close();
      this.#text += '\n';
      this.#at += 1;
      return;
    }
    if (type !== 'text_link') {
      this.#at += { underline: 2, spoiler: 2, pre: 3 }[type as string] ?? 1;
      this.#close();
      return;
    }
    this.#at += 1;
    const url = this.#peek('(') ? this.#readUrl() : this.#text.slice(offset);
    this.#close(url);
  }

  #readUrl(): string {
    this.#at += 1;
    const begin = this.#at;
    let url = '';
    while (this.#at < this.#source.length && !this.#peek(')')) {
      if (this.#peek('\\') && this.#take(this.#at + 1) !== undefined) this.#at += 1;
      url += this.#source[this.#at]!;
      this.#at += 1;
    }
    if (!this.#peek(')')) {
      throw parseError(`Can't find end of a URL at byte offset ${this.#bytes(begin)}`);
    }
    this.#at += 1;
    return url;
  }

  #close(url?: string): void {
    const { type, offset, language } = this.#open.pop()!;
    const length = this.#text.length - offset;
    // An address that is none leaves the text alone.
    if (
      length === 0 ||
      (type === 'text_link' && !/^(https?|tg|ton):\/\/.|^[^\s/]+\.\w/i.test(url!))
    )
      return;
    this.#entities.push({
      type,
      offset,
      length,
      ...(url === undefined ? {} : { url }),
      ...(language === '' ? {} : { language }),
    });
  }

  #begin(character: string): void {
    const at = this.#at;
    const push = (type: Entity['type'], skipped: number, language = ''): void => {
      this.#at += skipped;
      this.#open.push({ type, offset: this.#text.length, at, language });
    };
    if (character === '\n') {
      this.#text += '\n';
      this.#at += 1;
      if (!this.#peek('>')) return;
      if (this.#quoted) this.#at += 1;
      else push('blockquote', 1);
    } else if (character === '>' && at === 0) push('blockquote', 1);
    else if (character === '_') {
      if (this.#peek('__')) push('underline', 2);
      else push('italic', 1);
    } else if (simple[character]) push(simple[character], 1);
    else if (this.#peek('||')) push('spoiler', 2);
    else if (character === '[') push('text_link', 1);
    else if (this.#peek('```')) {
      const language = /^[^\s`]*/.exec(this.#source.slice(at + 3))![0];
      const known = language !== '' && /[^`]/.test(this.#source[at + 3 + language.length] ?? '`');
      push('pre', 3 + (known ? language.length : 0), known ? language : '');
      if (this.#peek('\n')) this.#at += 1;
    } else if (character === '`') push('code', 1);
    else {
      throw parseError(
        `Character '${character}' is reserved and must be escaped with the preceding '\\'`,
      );
    }
  }

  #unclosed({ type, at, language }: Open): Error {
    const name = type === 'pre' && language !== '' ? 'PreCode' : names[type];
    return parseError(`Can't find end of ${name} entity at byte offset ${this.#bytes(at)}`);
  }

  #bytes(at: number): number {
    return Buffer.byteLength(this.#source.slice(0, at));
  }
}

function parseError(text: string): Error {
  return new Error(`can't parse entities: ${text}`);
}
