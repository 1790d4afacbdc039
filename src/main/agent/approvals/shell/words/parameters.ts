import path from 'node:path';
import type { ExpandContext } from './expand-context.ts';
import { isPattern, withoutMatch } from './globs.ts';
import type { Node } from '../nodes.ts';
import { isKnown, ownProcess, unknown } from './text.ts';

type WordPart = NonNullable<Node<'Word'>['parts']>[number];
type SimpleExpansion = Extract<WordPart, { type: 'SimpleExpansion' }>;
type ParameterExpansion = Extract<WordPart, { type: 'ParameterExpansion' }>;
type Operation = NonNullable<ParameterExpansion['operation']>;
/** Expands a word that stands within an expansion. */
type ExpandWord = (word: Node<'Word'>) => string;

/** The text of `$name` or `${…}`, as far as it is known; lists are no matter of this. */
export function expandParameter(
  part: SimpleExpansion | ParameterExpansion,
  context: ExpandContext,
  expand: ExpandWord,
): string {
  if (part.type === 'SimpleExpansion') return variable(part.text.slice(1), context) ?? unknown;
  if (part.prefix === '#') return unknown;
  let value = variable(part.parameter, context);
  if (part.index) value = element(part.parameter, expand(part.index), context);
  if (part.prefix === '!') value = value === undefined ? undefined : variable(value, context);
  const { operation } = part;
  return operation ? apply(operation, value, part.parameter, context, expand) : (value ?? unknown);
}

/** A variable's value in this pass; undefined when it is not known to be set. */
function variable(name: string, { scope, choices }: ExpandContext): string | undefined {
  if (/^\d+$/.test(name)) {
    return name === '0' ? scope.script : (scope.positional[Number(name) - 1] ?? '');
  }
  if (name === '@' || name === '*') return scope.positional.join(' ');
  if (name === '!' || name === '$' || name === 'BASHPID') return ownProcess;
  if (name === 'PWD') return choices.choose(name, scope.cwds);
  const values = scope.values(name);
  return values && values.length > 0 ? choices.choose(name, values) : undefined;
}

function element(name: string, index: string, { scope }: ExpandContext): string | undefined {
  const at = Number(index);
  const list = scope.array(name);
  if (!Number.isInteger(at)) return unknown;
  return list?.at(at) ?? (list ? unknown : undefined);
}

function apply(
  operation: Operation,
  value: string | undefined,
  name: string,
  context: ExpandContext,
  expand: ExpandWord,
): string {
  switch (operation.type) {
    case 'Default': {
      const other = expand(operation.operand);
      if (operation.operator.endsWith('+')) return value === undefined ? unknown : other;
      if (value !== undefined && value !== '') return value;
      if (operation.operator.endsWith('=')) context.scope.assign(name, other);
      return operation.operator.endsWith('?') ? unknown : other;
    }
    case 'Replace': {
      const pattern = expand(operation.pattern);
      const replacement = expand(operation.replacement);
      if (value === undefined || !isKnown(value) || pattern === '') return unknown;
      return isPattern(pattern) || /[\\&]/.test(pattern + replacement)
        ? unknown
        : replaced(value, pattern, replacement, operation.operator);
    }
    case 'Slice':
      return sliced(value, operation, expand);
    case 'Remove': {
      const pattern = expand(operation.operand);
      if (value === undefined) return unknown;
      return removed(value, pattern, operation.operator);
    }
    case 'CaseModification': {
      if (value === undefined || operation.operand) return unknown;
      const change = (text: string): string =>
        operation.operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase();
      return operation.operator.length === 2
        ? change(value)
        : change(value.slice(0, 1)) + value.slice(1);
    }
    case 'Transform': {
      const how = operation.operand.value;
      if (value === undefined) return unknown;
      if (how === 'P') return context.runText(value);
      if (how === 'U') return value.toUpperCase();
      if (how === 'L') return value.toLowerCase();
      return unknown;
    }
    case 'Names':
    case 'Unknown':
      return unknown;
  }
}

function replaced(value: string, pattern: string, replacement: string, operator: string): string {
  switch (operator) {
    case '//':
      return value.replaceAll(pattern, () => replacement);
    case '/#':
      return value.startsWith(pattern) ? replacement + value.slice(pattern.length) : value;
    case '/%':
      return value.endsWith(pattern) ? value.slice(0, -pattern.length) + replacement : value;
    default:
      return value.replace(pattern, () => replacement);
  }
}

function sliced(
  value: string | undefined,
  operation: Extract<Operation, { type: 'Slice' }>,
  expand: ExpandWord,
): string {
  const offset = Number(expand(operation.offset));
  const length = operation.length ? Number(expand(operation.length)) : undefined;
  if (value === undefined || !isKnown(value) || !Number.isInteger(offset)) return unknown;
  if (length !== undefined && !Number.isInteger(length)) return unknown;
  const from = value.slice(offset);
  return length === undefined ? from : from.slice(0, length);
}

function removed(value: string, pattern: string, operator: string): string {
  const atEnd = operator.startsWith('%');
  const longest = operator.length === 2;
  if (isKnown(value) && isKnown(pattern)) {
    return withoutMatch(value, pattern, { atEnd, longest }) ?? unknown;
  }
  if (operator === '%' && pattern === '/*') return path.posix.dirname(value);
  if (operator === '##' && pattern === '*/') return path.posix.basename(value);
  // `${file%.*}` keeps the place of the file: only its end is unknown.
  const folder = path.posix.dirname(value);
  return atEnd ? `${folder === '.' ? '' : `${folder}/`}${unknown}` : unknown;
}
