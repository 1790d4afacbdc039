import type { Block, Inline, ListItem } from './document.ts';

/** How a chat writes each kind of node. What is left out is shown without a mark. */
export interface Style {
  /** A text as it must be written so that it is shown as it is. */
  text(value: string): string;
  code(value: string): string;
  fence(value: string, language: string): string;
  strong(inner: string): string;
  emphasis(inner: string): string;
  strike(inner: string): string;
  link(inner: string, url: string): string;
  heading(inner: string, depth: number): string;
  /** Whether a heading is bold already, so that bold within it is not written again. */
  boldHeadings: boolean;
  /** Before each line of a quotation. */
  quote: string;
  rule: string;
  /** Before an item; `number` where items are numbered. */
  bullet(number: number | undefined, checked: boolean | undefined): string;
}

type Mark = 'strong' | 'emphasis' | 'strike';

interface Place {
  /** Before the items of a list within a list. */
  indent: string;
  quoted: boolean;
}

/** Writes a document in a style. */
export function layOut(blocks: readonly Block[], style: Style): string {
  return blocksAt(blocks, style, { indent: '', quoted: false }, '\n\n');
}

function blocksAt(blocks: readonly Block[], style: Style, place: Place, between: string): string {
  return blocks.map((block) => blockAt(block, style, place)).join(between);
}

function blockAt(block: Block, style: Style, place: Place): string {
  switch (block.type) {
    case 'paragraph':
      return inlines(block.children, style, new Set());
    case 'heading': {
      const active = new Set<Mark>(style.boldHeadings ? ['strong'] : []);
      return style.heading(inlines(block.children, style, active), block.depth);
    }
    case 'fence':
      return style.fence(block.value, block.language);
    case 'rule':
      return style.rule;
    case 'list':
      return block.items
        .map((item, index) => {
          const number = block.start === undefined ? undefined : block.start + index;
          return itemAt(item, number, block.spread, style, place);
        })
        .join(block.spread ? '\n\n' : '\n');
    case 'quote':
      return quoteAt(block.children, style, place);
  }
}

function itemAt(
  { children, continued, checked }: ListItem,
  number: number | undefined,
  spread: boolean,
  style: Style,
  place: Place,
): string {
  const mark = place.indent + (continued ? '' : style.bullet(number, checked));
  const within = { ...place, indent: `${place.indent}  ` };
  return children.reduce((written, block, index) => {
    const inner = blockAt(block, style, within);
    if (index === 0) return block.type === 'list' ? `${mark.trimEnd()}\n${inner}` : mark + inner;
    return `${written}${spread && block.type !== 'list' ? '\n\n' : '\n'}${inner}`;
  }, mark.trimEnd());
}

/** Chats know one level of quotation, with no code block in it: what stands deeper is not marked again. */
function quoteAt(blocks: readonly Block[], style: Style, place: Place): string {
  if (place.quoted || place.indent !== '') return blocksAt(blocks, style, place, '\n\n');
  const within = { ...place, quoted: true };
  const pieces: string[] = [];
  let quoted: Block[] = [];
  const flush = (): void => {
    if (quoted.length === 0) return;
    const inner = blocksAt(quoted, style, within, '\n\n');
    pieces.push(inner.replaceAll(/^/gm, style.quote));
    quoted = [];
  };
  for (const block of blocks) {
    if (!holdsFence(block)) {
      quoted.push(block);
      continue;
    }
    flush();
    pieces.push(blockAt(block, style, within));
  }
  flush();
  return pieces.join('\n\n');
}

function holdsFence(block: Block): boolean {
  if (block.type === 'fence') return true;
  if (block.type === 'quote') return block.children.some(holdsFence);
  return block.type === 'list' && block.items.some(({ children }) => children.some(holdsFence));
}

/** @param active marks that are open already; none is opened twice */
function inlines(nodes: readonly Inline[], style: Style, active: ReadonlySet<Mark>): string {
  return nodes.map((node) => inlineAt(node, style, active)).join('');
}

function inlineAt(node: Inline, style: Style, active: ReadonlySet<Mark>): string {
  switch (node.type) {
    case 'text':
      return style.text(node.value);
    case 'code':
      return style.code(node.value);
    case 'link':
      return style.link(inlines(node.children, style, active), node.url);
    case 'strong':
    case 'emphasis':
    case 'strike': {
      if (active.has(node.type)) return inlines(node.children, style, active);
      const inner = inlines(node.children, style, new Set([...active, node.type]));
      return style[node.type](inner);
    }
  }
}
