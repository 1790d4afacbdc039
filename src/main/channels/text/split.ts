import type { Block, Inline, ListItem } from './document.ts';
import { textOf } from './document.ts';
import type { Dialect } from './dialects.ts';

/** Room for " (12/34)" and a line of its own for it. */
const roomForCount = 16;

/**
 * A document as the messages that it takes, each with " (1/3)" at its end where it takes several.
 * Cut at a newline in the second half, else at a space, else anywhere; never in inline code, a link
 * or a character. What is open at a cut (a fence with its language, bold, an item) goes on behind it.
 * @param limit in the dialect's length
 */
export function split(blocks: readonly Block[], dialect: Dialect, limit: number): Block[][] {
  if (dialect.length(blocks) <= limit) return blocks.length === 0 ? [] : [[...blocks]];
  const parts: Block[][] = [];
  let rest = [...blocks];
  while (dialect.length(rest) > limit - roomForCount) {
    const [part, others] = cutToFit(rest, dialect, limit - roomForCount);
    if (part.length > 0) parts.push(part);
    rest = others;
  }
  if (rest.length > 0) parts.push(rest);
  if (parts.length < 2) return parts;
  return parts.map((part, index) => withWords(part, `(${index + 1}/${parts.length})`));
}

/** The beginning of a document that fits; all of it where it does. */
export function cutTo(blocks: readonly Block[], dialect: Dialect, limit: number): Block[] {
  if (dialect.length(blocks) <= limit) return [...blocks];
  return cutToFit(blocks, dialect, limit)[0];
}

/** Words at the end of a document: on its last line, or on one of their own after a fence. */
function withWords(blocks: readonly Block[], words: string): Block[] {
  const last = blocks.at(-1);
  const others = blocks.slice(0, -1);
  if (last?.type === 'paragraph' || last?.type === 'heading') {
    const children: Inline[] = [...last.children, { type: 'text', value: ` ${words}` }];
    return [...others, { ...last, children }];
  }
  if (last?.type === 'quote') {
    return [...others, { ...last, children: withWords(last.children, words) }];
  }
  const item = last?.type === 'list' ? last.items.at(-1) : undefined;
  if (last?.type === 'list' && item) {
    const ended = { ...item, children: withWords(item.children, words) };
    return [...others, { ...last, items: [...last.items.slice(0, -1), ended] }];
  }
  return [...blocks, { type: 'paragraph', children: [{ type: 'text', value: words }] }];
}

/** A place where a document may be cut, by the units of text before it. */
interface CutPoint {
  at: number;
  kind: 'newline' | 'space' | 'hard';
}

/** Cuts once: the largest beginning that fits, and what is left. */
function cutToFit(blocks: readonly Block[], dialect: Dialect, limit: number): [Block[], Block[]] {
  const fits = ({ at }: CutPoint): boolean => dialect.length(cut(blocks, at)[0]) <= limit;
  const points = pointsOf(blocks, limit, false);
  let fitting = points.slice(0, lastFitting(points, fits) + 1);
  // A link or a piece of code that is longer than a message.
  if (fitting.length === 0) {
    const forced = pointsOf(blocks, limit, true);
    fitting = forced.slice(0, Math.max(1, lastFitting(forced, fits) + 1));
  }
  const most = fitting.at(-1)!.at;
  const chosen =
    fitting.findLast(({ kind, at }) => kind === 'newline' && at >= most / 2) ??
    fitting.findLast(({ kind }) => kind !== 'hard') ??
    fitting.at(-1)!;
  const [before, after] = cut(blocks, chosen.at);
  return [before, after];
}

/** Index of the last point that fits, -1 where none does. More text is never shorter. */
function lastFitting(points: readonly CutPoint[], fits: (point: CutPoint) => boolean): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(points[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Every block counts one unit more than its text, so that its end is a place of its own. */
function sizeOf(block: Block): number {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return textOf(block.children).length + 1;
    case 'fence':
      return block.value.length + 1;
    case 'rule':
      return 1;
    case 'quote':
      return sum(block.children) + 1;
    case 'list':
      return block.items.reduce((size, { children }) => size + sum(children) + 1, 1);
  }
}

function sum(blocks: readonly Block[]): number {
  return blocks.reduce((size, block) => size + sizeOf(block), 0);
}

/**
 * Where a document may be cut, in order, as far as a message could reach.
 * @param forced also within links, code, and letters with their marks
 */
function pointsOf(blocks: readonly Block[], limit: number, forced: boolean): CutPoint[] {
  const points: CutPoint[] = [];
  let at = 0;
  const visitText = (value: string, breakable: boolean): void => {
    if (breakable) {
      for (const { index, kind } of breaksOf(value, forced)) points.push({ at: at + index, kind });
    }
    at += value.length;
  };
  const visitInlines = (inlines: readonly Inline[], breakable: boolean): void => {
    for (const inline of inlines) {
      if (at > limit) return;
      if (at > 0 && breakable) points.push({ at, kind: 'hard' });
      const whole = inline.type === 'link' || inline.type === 'code';
      if ('value' in inline) visitText(inline.value, breakable && (!whole || forced));
      else visitInlines(inline.children, breakable && (!whole || forced));
    }
  };
  const visit = (block: Block): void => {
    if (at > limit) return;
    if (block.type === 'paragraph' || block.type === 'heading') visitInlines(block.children, true);
    else if (block.type === 'fence') visitText(block.value, true);
    else if (block.type === 'quote') block.children.forEach(visit);
    else if (block.type === 'list') {
      for (const { children } of block.items) {
        children.forEach(visit);
        at += 1;
      }
    }
    at += 1;
    points.push({ at, kind: 'newline' });
  };
  blocks.forEach(visit);
  return points.filter((point) => point.at <= limit + 1);
}

/** Nothing may be cut before these: they belong to the character before. */
const continuing = /\p{M}|\p{Emoji_Modifier}|\u200D/u;

/** Where a text may be cut, before the unit with the index. */
function* breaksOf(
  value: string,
  forced: boolean,
): Iterable<{ index: number; kind: CutPoint['kind'] }> {
  let index = 0;
  let before = '';
  for (const character of value) {
    const apart = forced || (!continuing.test(character) && before !== '\u200D');
    if (index > 0 && apart) {
      yield { index, kind: kindAfter(before) };
    }
    index += character.length;
    before = character;
  }
  if (before === '\n' || before === ' ') yield { index, kind: kindAfter(before) };
}

function kindAfter(character: string): CutPoint['kind'] {
  if (character === '\n') return 'newline';
  // Scripts that are written without spaces are broken after their stops.
  return /[\s、。，！？；]/.test(character) ? 'space' : 'hard';
}

/** A document up to a place, and from there on. */
function cut(blocks: readonly Block[], at: number): [Block[], Block[]] {
  const before: Block[] = [];
  const after: Block[] = [];
  let left = at;
  for (const block of blocks) {
    const size = sizeOf(block);
    if (left >= size) before.push(block);
    else if (left <= 0) after.push(block);
    else {
      const [first, second] = cutBlock(block, left);
      if (first) before.push(first);
      if (second) after.push(second);
    }
    left -= size;
  }
  return [before, after];
}

function cutBlock(block: Block, at: number): [Block | undefined, Block | undefined] {
  switch (block.type) {
    case 'rule':
      return [block, undefined];
    case 'fence': {
      const halves = [block.value.slice(0, at).replace(/\n$/, ''), block.value.slice(at)];
      const [first, second] = halves.map((value): Block | undefined =>
        value.trim() === '' ? undefined : { ...block, value },
      );
      return [first, second];
    }
    case 'paragraph':
    case 'heading': {
      const [first, second] = cutInlines(block.children, at);
      return [filled(block, trimmed(first, 'end')), filled(block, trimmed(second, 'start'))];
    }
    case 'quote': {
      const [first, second] = cut(block.children, at);
      return [
        first.length > 0 ? { ...block, children: first } : undefined,
        second.length > 0 ? { ...block, children: second } : undefined,
      ];
    }
    case 'list':
      return cutList(block, at);
  }
}

function cutList(
  list: Extract<Block, { type: 'list' }>,
  at: number,
): [Block | undefined, Block | undefined] {
  const before: ListItem[] = [];
  const after: ListItem[] = [];
  let number = list.start;
  let left = at;
  for (const item of list.items) {
    const size = sum(item.children) + 1;
    if (left >= size) before.push(item);
    else if (left <= 0) after.push(item);
    else {
      const [first, second] = cut(item.children, left);
      if (first.length > 0) before.push({ ...item, children: first });
      const begun = first.length > 0 || item.continued === true;
      if (second.length > 0)
        after.push({ ...item, ...(begun ? { continued: true } : {}), children: second });
    }
    left -= size;
  }
  if (number !== undefined) number += before.length - (after[0]?.continued ? 1 : 0);
  return [
    before.length > 0 ? { ...list, items: before } : undefined,
    after.length > 0 ? { ...list, start: number, items: after } : undefined,
  ];
}

function cutInlines(inlines: readonly Inline[], at: number): [Inline[], Inline[]] {
  const before: Inline[] = [];
  const after: Inline[] = [];
  let left = at;
  for (const inline of inlines) {
    const size = 'value' in inline ? inline.value.length : textOf(inline.children).length;
    if (left >= size) before.push(inline);
    else if (left <= 0) after.push(inline);
    else if ('value' in inline) {
      before.push({ ...inline, value: inline.value.slice(0, left) });
      after.push({ ...inline, value: inline.value.slice(left) });
    } else {
      const [first, second] = cutInlines(inline.children, left);
      before.push({ ...inline, children: first });
      after.push({ ...inline, children: second });
    }
    left -= size;
  }
  return [before, after];
}

function filled(
  block: Extract<Block, { type: 'paragraph' | 'heading' }>,
  children: Inline[],
): Block | undefined {
  return textOf(children).trim() === '' ? undefined : { ...block, children };
}

/** Without the white space at a cut, on which no mark may open or close. */
function trimmed(inlines: readonly Inline[], side: 'start' | 'end'): Inline[] {
  const rest = [...inlines];
  while (rest.length > 0) {
    const index = side === 'start' ? 0 : rest.length - 1;
    const inline = rest[index]!;
    if (inline.type === 'code') break;
    if (inline.type !== 'text') {
      const children = trimmed(inline.children, side);
      rest.splice(index, 1, ...(children.length > 0 ? [{ ...inline, children }] : []));
      if (children.length > 0) break;
      continue;
    }
    const value = side === 'start' ? inline.value.trimStart() : inline.value.trimEnd();
    rest.splice(index, 1, ...(value === '' ? [] : [{ ...inline, value }]));
    if (value !== '') break;
  }
  return rest;
}
