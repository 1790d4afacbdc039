import path from 'node:path';
import { parse } from 'unbash';
import { expandBraces } from './braces.ts';
import type { Node, Script } from './nodes.ts';
import type { Scope } from './scope.ts';
import { ownProcess, unknown } from './text.ts';

type Word = Node<'Word'>;
type WordPart = NonNullable<Word['parts']>[number];
type ParameterExpansion = Extract<WordPart, { type: 'ParameterExpansion' }>;

export interface ExpandContext {
  scope: Scope;
  home: string;
  /** Follows a `$(…)` and gives what it prints. */
  run: (script: Script) => string;
  /** Follows a `<(…)` and gives the path that stands for it. */
  substituteProcess: (script: Script, direction: '<' | '>') => string;
  /** Which of several possible values to take, in turn; see `Scope`. */
  pass: number;
  /** Told how many values a variable may have, so that the caller knows how many passes to make. */
  onChoices: (count: number) => void;
}

/** The fields a word becomes after all expansions but that of globs, as a shell does them. */
export function expandWord(word: Word, context: ExpandContext): string[] {
  if (word.parts?.some((part) => part.type === 'BraceExpansion')) {
    const words = expandBraces(word.text);
    if (!words) return [unknown];
    if (words.length > 1 || words[0] !== word.text) {
      return words.flatMap((text) => {
        const inner = wordOf(text);
        return inner ? expandWord(inner, context) : [];
      });
    }
  }
  const fields = new Fields(context.scope.values('IFS')?.at(-1) ?? ' \t\n');
  if (!word.parts) fields.literal(tilde(word.value, word.text, context));
  word.parts?.forEach((part, index) => addPart(part, index === 0, fields, context));
  return fields.end();
}

/** The text a word becomes where a shell does not split it: assignments, here-strings, redirects. */
export function expandText(word: Word, context: ExpandContext): string {
  return expandWord(word, context).join(' ');
}

/** The text of the parts of a here-document. */
export function expandParts(parts: readonly WordPart[], context: ExpandContext): string {
  return parts.map((part) => textOf(part, context)).join('');
}

function wordOf(text: string): Word | undefined {
  const command = parse(`: ${text}`).commands[0]?.command;
  if (command?.type !== 'Command') return undefined;
  const [first] = command.args;
  return first?.type === 'Word' ? first : undefined;
}

/** Collects fields: quoted text stays whole, unquoted expansions are split. */
class Fields {
  readonly #fields: string[] = [];
  readonly #separators: string;
  #current: string | undefined;

  constructor(separators: string) {
    this.#separators = separators;
  }

  literal(text: string): void {
    this.#current = (this.#current ?? '') + text;
  }

  split(text: string): void {
    let first = true;
    let piece = '';
    for (const char of text) {
      if (this.#separators.includes(char)) {
        if (piece !== '' || (first && this.#current !== undefined)) {
          this.literal(piece);
          this.#push();
        }
        first = false;
        piece = '';
      } else piece += char;
    }
    if (piece !== '') this.literal(piece);
  }

  several(texts: readonly string[]): void {
    texts.forEach((text, index) => {
      if (index > 0) this.#push();
      this.literal(text);
    });
  }

  end(): string[] {
    this.#push();
    return this.#fields;
  }

  #push(): void {
    if (this.#current !== undefined) this.#fields.push(this.#current);
    this.#current = undefined;
  }
}

function addPart(part: WordPart, first: boolean, fields: Fields, context: ExpandContext): void {
  switch (part.type) {
    case 'Literal':
      fields.literal(first ? tilde(part.value, part.text, context) : part.value);
      return;
    case 'DoubleQuoted':
    case 'LocaleString': {
      fields.literal('');
      for (const child of part.parts) {
        const elements = listOf(child, context);
        // `"$*"` is one word, joined by the first separator.
        if (elements && /[*]\]?\}?$/.test(child.text)) {
          fields.literal(elements.join((context.scope.values('IFS')?.at(-1) ?? ' ').slice(0, 1)));
        } else if (elements) fields.several(elements);
        else fields.literal(textOf(child, context));
      }
      return;
    }
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion': {
      const elements = listOf(part, context);
      if (elements) {
        elements.forEach((element, index) => fields.split(index > 0 ? ` ${element}` : element));
      } else fields.split(textOf(part, context));
      return;
    }
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      fields.literal(textOf(part, context));
  }
}

/** `$@`, `$*` and `${array[@]}` are lists; undefined for everything else. */
function listOf(part: WordPart, { scope }: ExpandContext): readonly string[] | undefined {
  if (part.type === 'SimpleExpansion' && /^\$[@*]$/.test(part.text)) return scope.positional;
  if (part.type !== 'ParameterExpansion' || part.operation || part.prefix) return undefined;
  if (/^[@*]$/.test(part.parameter)) return scope.positional;
  if (part.index && /^[@*]$/.test(part.index.text)) {
    return scope.array(part.parameter) ?? scope.values(part.parameter)?.slice(0, 1) ?? [unknown];
  }
  return undefined;
}

function textOf(part: WordPart, context: ExpandContext): string {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
      return part.value;
    case 'DoubleQuoted':
    case 'LocaleString':
      return expandParts(part.parts, context);
    case 'SimpleExpansion':
      return variable(part.text.slice(1), context) ?? unknown;
    case 'ParameterExpansion':
      return parameter(part, context);
    case 'CommandExpansion':
      return part.script ? context.run(part.script).replace(/\n+$/, '') : unknown;
    case 'ProcessSubstitution':
      return part.script ? context.substituteProcess(part.script, part.operator) : unknown;
    case 'ArithmeticExpansion':
      return unknown;
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return part.text;
  }
}

/** A variable's value in this pass; undefined when it is not known to be set. */
function variable(name: string, { scope, pass, onChoices }: ExpandContext): string | undefined {
  if (/^\d+$/.test(name)) {
    return name === '0' ? scope.script : (scope.positional[Number(name) - 1] ?? '');
  }
  if (name === '@' || name === '*') return scope.positional.join(' ');
  if (name === '!' || name === '$' || name === 'BASHPID') return ownProcess;
  if (name === 'PWD') return scope.cwds[pass % scope.cwds.length];
  const values = scope.values(name);
  if (!values || values.length === 0) return undefined;
  onChoices(values.length);
  return values[pass % values.length];
}

function parameter(part: ParameterExpansion, context: ExpandContext): string {
  if (part.prefix === '#') return unknown;
  let value = variable(part.parameter, context);
  if (part.index) {
    const at = Number(expandText(part.index, context));
    const list = context.scope.array(part.parameter);
    value = Number.isInteger(at) ? list?.at(at) : undefined;
    value ??= list ? unknown : undefined;
  }
  if (part.prefix === '!') {
    value = value === undefined ? undefined : variable(value, context);
  }
  const { operation } = part;
  if (!operation) return value ?? unknown;
  switch (operation.type) {
    case 'Default': {
      const other = expandText(operation.operand, context);
      if (operation.operator.endsWith('+')) return value === undefined ? unknown : other;
      if (value === undefined || value === '') {
        if (operation.operator.endsWith('=')) context.scope.assign(part.parameter, other);
        return operation.operator.endsWith('?') ? unknown : other;
      }
      return value;
    }
    case 'Replace': {
      if (value === undefined) return unknown;
      const pattern = expandText(operation.pattern, context);
      const replacement = expandText(operation.replacement, context);
      if (/[*?[\\]/.test(pattern) || pattern === '') return unknown;
      return operation.operator === '//'
        ? value.replaceAll(pattern, replacement)
        : value.replace(pattern, replacement);
    }
    case 'Slice': {
      const offset = Number(expandText(operation.offset, context));
      const length = operation.length ? Number(expandText(operation.length, context)) : undefined;
      if (value === undefined || !Number.isInteger(offset)) return unknown;
      if (length !== undefined && !Number.isInteger(length)) return unknown;
      const from = value.slice(offset);
      return length === undefined ? from : from.slice(0, length);
    }
    case 'Remove': {
      const pattern = expandText(operation.operand, context);
      if (value === undefined) return unknown;
      const atEnd = operation.operator.startsWith('%');
      if (operation.operator === '%' && pattern === '/*') return path.posix.dirname(value);
      if (operation.operator === '##' && pattern === '*/') return path.posix.basename(value);
      if (!/[*?[\\]/.test(pattern)) {
        if (atEnd)
          return value.endsWith(pattern) ? value.slice(0, -pattern.length || undefined) : value;
        return value.startsWith(pattern) ? value.slice(pattern.length) : value;
      }
      // `${file%.*}` keeps the place of the file: only its end is unknown.
      return atEnd
        ? `${path.dirname(value) === '.' ? '' : `${path.dirname(value)}/`}${unknown}`
        : unknown;
    }
    case 'CaseModification':
      if (value === undefined) return unknown;
      return operation.operator.startsWith('^') ? value.toUpperCase() : value.toLowerCase();
    case 'Transform':
      return value ?? unknown;
    case 'Names':
    case 'Unknown':
      return unknown;
  }
}

/** `~` at the start of a word; `text` is the word as written, which tells whether it was quoted. */
function tilde(value: string, text: string, { home, scope }: ExpandContext): string {
  const match = /^~([\w.+-]*)(?=\/|$)/.exec(value);
  if (!match || !text.startsWith('~')) return value;
  const [whole, user = ''] = match;
  const rest = value.slice(whole.length);
  if (user === '') return (scope.values('HOME')?.at(-1) ?? home) + rest;
  if (user === '+') return (scope.cwds[0] ?? unknown) + rest;
  if (user === '-') return unknown + rest;
  return (user === 'root' ? '/root' : path.join(path.dirname(home), user)) + rest;
}
