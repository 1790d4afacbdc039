import type { WrittenCall } from './json-calls.ts';

/** Calls as Python writes them, alone or in a list: `[read_file(path="a.txt"), now()]`. */
export function pythonicCalls(text: string): WrittenCall[] | undefined {
  const reader = new Reader(text.trim().replace(/^print\((.*)\)$/s, '$1'));
  try {
    const calls = reader.calls();
    return calls.length > 0 ? calls : undefined;
  } catch (error) {
    if (error instanceof NotPythonic) return undefined;
    throw error;
  }
}

class NotPythonic extends Error {
  override readonly name = 'NotPythonic';
}

/** A reader of Python's literals and of calls with named arguments, as far as models write them. */
class Reader {
  #at = 0;
  constructor(readonly text: string) {}

  calls(): WrittenCall[] {
    const inList = this.#take(/\[/);
    const calls: WrittenCall[] = [];
    do {
      if (inList && this.#peek(/\]/)) break;
      calls.push(this.#call());
    } while (this.#take(inList ? /,/ : /[;,]/));
    if (inList) this.#need(/\]/);
    this.#space();
    if (this.#at < this.text.length) throw new NotPythonic();
    return calls;
  }

  #call(): WrittenCall {
    const name = this.#need(/[A-Za-z_][\w.]*/);
    this.#need(/\(/);
    const args: Record<string, unknown> = {};
    while (!this.#take(/\)/)) {
      const argument = this.#need(/[A-Za-z_]\w*/);
      this.#need(/=/);
      args[argument] = this.#value(0);
      if (!this.#take(/,/) && !this.#peek(/\)/)) throw new NotPythonic();
    }
    return { name, arguments: args };
  }

  #value(depth: number): unknown {
    if (depth > 32) throw new NotPythonic();
    const word = this.#take(/(?:True|False|None|true|false|null)(?!\w)/);
    if (word) return { t: true, f: false, n: null }[word[0]!.toLowerCase() as 't' | 'f' | 'n'];
    const number = this.#take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/);
    if (number !== undefined) return Number(number);
    const quoted = this.#take(/'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/);
    if (quoted !== undefined) return unquoted(quoted);
    if (this.#take(/\[/)) {
      const list: unknown[] = [];
      while (!this.#take(/\]/)) {
        list.push(this.#value(depth + 1));
        if (!this.#take(/,/) && !this.#peek(/\]/)) throw new NotPythonic();
      }
      return list;
    }
    this.#need(/\{/);
    const object: Record<string, unknown> = {};
    while (!this.#take(/\}/)) {
      const key = this.#value(depth + 1);
      this.#need(/:/);
      object[String(key)] = this.#value(depth + 1);
      if (!this.#take(/,/) && !this.#peek(/\}/)) throw new NotPythonic();
    }
    return object;
  }

  #space(): void {
    while (/\s/.test(this.text[this.#at] ?? '')) this.#at += 1;
  }

  #peek(what: RegExp): string | undefined {
    this.#space();
    const sticky = new RegExp(what.source, `${what.flags.replace('y', '')}y`);
    sticky.lastIndex = this.#at;
    return sticky.exec(this.text)?.[0];
  }

  #take(what: RegExp): string | undefined {
    const found = this.#peek(what);
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #need(what: RegExp): string {
    const found = this.#take(what);
    if (found === undefined) throw new NotPythonic();
    return found;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

function unquoted(literal: string): string {
  const edge = /^('''|""")/.test(literal) ? 3 : 1;
  return literal
    .slice(edge, -edge)
    .replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll(/\\([\s\S])/g, (_, character: string) => escapes[character] ?? character);
}
