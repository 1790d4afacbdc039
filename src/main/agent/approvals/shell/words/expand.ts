import path from 'node:path';
import { parse } from 'unbash';
import { expandBraces } from './braces.ts';
import type { ExpandContext } from './expand-context.ts';
import { Fields } from './fields.ts';
import type { Node } from '../nodes.ts';
import { expandParameter } from './parameters.ts';
import { plainText, unknown } from './text.ts';

type Word = Node<'Word'>;
type WordPart = NonNullable<Word['parts']>[number];

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
  const fields = new Fields(separators(context));
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

function separators({ scope }: ExpandContext): string {
  return scope.values('IFS')?.at(-1) ?? ' \t\n';
}

function wordOf(text: string): Word | undefined {
  const command = parse(`: ${text}`).commands[0]?.command;
  if (command?.type !== 'Command') return undefined;
  const [first] = command.args;
  return first?.type === 'Word' ? first : undefined;
}

function addPart(part: WordPart, first: boolean, fields: Fields, context: ExpandContext): void {
  switch (part.type) {
    case 'Literal':
      fields.literal(first ? tilde(part.value, part.text, context) : part.value);
      return;
    case 'DoubleQuoted':
    case 'LocaleString': {
      // `"$@"` without elements leaves no field; everything else in quotes is one.
      const only = part.parts.length === 1 ? listOf(part.parts[0]!, context) : undefined;
      if (only?.length !== 0) fields.literal('');
      for (const child of part.parts) {
        const elements = listOf(child, context);
        // `"$*"` is one word, joined by the first separator.
        if (elements && /[*]\]?(:[^}]*)?\}?$/.test(child.text)) {
          fields.literal(elements.join(separators(context).slice(0, 1)));
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

/** `$@`, `$*`, `${array[@]}` and slices of them are lists; undefined for everything else. */
function listOf(part: WordPart, context: ExpandContext): readonly string[] | undefined {
  const { scope } = context;
  if (part.type === 'SimpleExpansion' && /^\$[@*]$/.test(part.text)) return scope.positional;
  if (part.type !== 'ParameterExpansion' || part.prefix) return undefined;
  const all = /^[@*]$/.test(part.parameter);
  if (!all && !(part.index && /^[@*]$/.test(part.index.text))) return undefined;
  const list = all
    ? scope.positional
    : (scope.array(part.parameter) ?? scope.values(part.parameter)?.slice(0, 1) ?? [unknown]);
  const { operation } = part;
  if (!operation) return list;
  if (operation.type !== 'Slice') return list.length === 0 ? [] : [unknown];
  const offset = Number(expandText(operation.offset, context));
  const length = operation.length ? Number(expandText(operation.length, context)) : undefined;
  if (!Number.isInteger(offset) || (length !== undefined && !Number.isInteger(length))) {
    return [unknown];
  }
  // `${@:0}` begins with the name of the script.
  const from = all ? [scope.script, ...list].slice(offset) : list.slice(offset);
  return length === undefined ? from : from.slice(0, length);
}

function textOf(part: WordPart, context: ExpandContext): string {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'Glob':
      return part.value;
    case 'AnsiCQuoted':
      return plainText(part.value);
    case 'DoubleQuoted':
    case 'LocaleString':
      return expandParts(part.parts, context);
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      return expandParameter(part, context, (word) => expandText(word, context));
    case 'CommandExpansion':
      return part.script ? context.run(part.script).replace(/\n+$/, '') : unknown;
    case 'ProcessSubstitution':
      return part.script ? context.substituteProcess(part.script, part.operator) : unknown;
    case 'ArithmeticExpansion':
      return unknown;
    case 'ExtendedGlob':
      // Which names it matches is not told apart: any.
      return '*';
    case 'BraceExpansion':
      return part.text;
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
  return (user === 'root' ? '/root' : path.posix.join(path.posix.dirname(home), user)) + rest;
}
