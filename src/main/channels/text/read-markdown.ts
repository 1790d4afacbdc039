import type { Definition, FootnoteDefinition, Nodes, PhrasingContent, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { textOf, type Block, type Inline, type ListItem } from './document.ts';
import { alignedTable } from './table.ts';

/** Deeper than this, what stands in quotes and lists is shown as it was written. */
const deepest = 24;

/** Reads an answer. Every word of it is in the result, whatever is wrong with its Markdown. */
export function readMarkdown(markdown: string): Block[] {
  // A lone half of a surrogate pair can be sent to nobody.
  const source = markdown.replaceAll(/\r\n?/g, '\n').replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  const root: Root = fromMarkdown(source, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  return new Reader(source, root).blocksOf(root.children, 0);
}

class Reader {
  readonly #source: string;
  readonly #definitions = new Map<string, Definition>();

  constructor(source: string, root: Root) {
    this.#source = source;
    this.#findDefinitions(root);
  }

  blocksOf(nodes: readonly Nodes[], depth: number): Block[] {
    return nodes.flatMap((node) => this.#blockOf(node, depth));
  }

  #findDefinitions(root: Root): void {
    const waiting: Nodes[] = [root];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (node.type === 'definition' && !this.#definitions.has(node.identifier)) {
        this.#definitions.set(node.identifier, node);
      }
      if ('children' in node) waiting.push(...node.children);
    }
  }

  #blockOf(node: Nodes, depth: number): Block[] {
    if (depth > deepest) return paragraph(text(this.#sourceOf(node)));
    switch (node.type) {
      case 'paragraph':
        return paragraph(...this.#inlinesOf(node.children, depth));
      case 'heading': {
        const children = this.#inlinesOf(node.children, depth);
        return children.length > 0 ? [{ type: 'heading', depth: node.depth, children }] : [];
      }
      case 'blockquote': {
        const children = this.blocksOf(node.children, depth + 1);
        return children.length > 0 ? [{ type: 'quote', children }] : [];
      }
      case 'list': {
        const items = node.children.map((item): ListItem => ({
          ...(typeof item.checked === 'boolean' ? { checked: item.checked } : {}),
          children: this.blocksOf(item.children, depth + 1),
        }));
        const start = node.ordered ? (node.start ?? 1) : undefined;
        const spread = node.spread === true || node.children.some((item) => item.spread);
        return [{ type: 'list', start, spread, items }];
      }
      case 'code':
        return this.#fence(node.value, `${node.lang ?? ''} ${node.meta ?? ''}`.trim());
      case 'table': {
        const rows = node.children.map((row) =>
          row.children.map((cell) => withLinks(this.#inlinesOf(cell.children, depth))),
        );
        return [{ type: 'fence', language: '', value: alignedTable(rows, node.align ?? []) }];
      }
      case 'thematicBreak':
        return [{ type: 'rule' }];
      case 'html':
        return paragraph(text(node.value.replaceAll(/<br\s*\/?>/gi, '\n')));
      case 'definition':
        return this.#unusedDefinition(node);
      case 'footnoteDefinition':
        return this.#footnote(node, depth);
      case 'break':
      case 'delete':
      case 'emphasis':
      case 'footnoteReference':
      case 'image':
      case 'imageReference':
      case 'inlineCode':
      case 'link':
      case 'linkReference':
      case 'listItem':
      case 'root':
      case 'strong':
      case 'tableCell':
      case 'tableRow':
      case 'text':
      case 'yaml':
        return paragraph(text(this.#sourceOf(node)));
    }
  }

  #fence(value: string, info: string): Block[] {
    const language = /^[\w+#.-]+/.exec(info)?.[0] ?? '';
    // Words after the language name a file, say; they are no part of any chat's fences.
    const rest = info.slice(language.length).trim();
    const title = rest === '' ? [] : paragraph(text(rest));
    return value.trim() === '' ? title : [...title, { type: 'fence', language, value }];
  }

  /** A definition that something refers to is seen there; another one was perhaps not meant as one. */
  #unusedDefinition(node: Definition): Block[] {
    return this.#source.split(`[${node.label ?? node.identifier}]`).length > 2
      ? []
      : paragraph(text(this.#sourceOf(node)));
  }

  #footnote(node: FootnoteDefinition, depth: number): Block[] {
    const mark = text(`[${node.label ?? node.identifier}] `);
    const [first, ...others] = this.blocksOf(node.children, depth + 1);
    if (first?.type !== 'paragraph')
      return [...paragraph(mark), ...(first ? [first, ...others] : [])];
    return [...paragraph(mark, ...first.children), ...others];
  }

  #inlinesOf(nodes: readonly PhrasingContent[], depth: number): Inline[] {
    return merged(nodes.flatMap((node) => this.#inlineOf(node, depth + 1)));
  }

  #inlineOf(node: PhrasingContent, depth: number): Inline[] {
    if (depth > 2 * deepest) return [text(this.#sourceOf(node))];
    switch (node.type) {
      case 'text':
        return [text(node.value)];
      case 'inlineCode':
        return node.value.trim() === '' ? [] : [{ type: 'code', value: node.value }];
      case 'break':
        return [text('\n')];
      case 'strong':
        return marked('strong', this.#inlinesOf(node.children, depth));
      case 'emphasis':
        return marked('emphasis', this.#inlinesOf(node.children, depth));
      case 'delete':
        return marked('strike', this.#inlinesOf(node.children, depth));
      case 'link':
        return link(node.url, this.#inlinesOf(node.children, depth));
      case 'image':
        return link(node.url, [text(node.alt || node.url)]);
      case 'linkReference':
        return link(
          this.#definitions.get(node.identifier)?.url ?? '',
          this.#inlinesOf(node.children, depth),
        );
      case 'imageReference': {
        const { url = '' } = this.#definitions.get(node.identifier) ?? {};
        return link(url, [text(node.alt || url)]);
      }
      case 'footnoteReference':
        return [text(`[${node.label ?? node.identifier}]`)];
      case 'html':
        return [text(/^<br\s*\/?>$/i.test(node.value) ? '\n' : node.value)];
      default:
        return [text(this.#sourceOf(node))];
    }
  }

  #sourceOf(node: Nodes): string {
    const { start, end } = node.position!;
    return this.#source.slice(start.offset, end.offset);
  }
}

function text(value: string): Inline {
  return { type: 'text', value };
}

function paragraph(...children: Inline[]): Block[] {
  return textOf(children).trim() === '' ? [] : [{ type: 'paragraph', children: merged(children) }];
}

function marked(type: 'strong' | 'emphasis' | 'strike', children: Inline[]): Inline[] {
  return textOf(children).trim() === '' ? children : [{ type, children }];
}

/** A link that a chat can open; any other one is its text with the address behind it. */
function link(url: string, children: Inline[]): Inline[] {
  const shown = textOf(children);
  if (shown === url || `http://${shown}` === url || `mailto:${shown}` === url) return [text(shown)];
  if (url === '') return children;
  if (shown.trim() === '') return [text(url)];
  if (/^https?:\/\/[^\s/]/i.test(url)) return [{ type: 'link', url, children }];
  return [...children, text(` (${url})`)];
}

/** The text with the addresses of its links, for where there can be none. */
function withLinks(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if ('value' in inline) return inline.value;
      const inner = withLinks(inline.children);
      return inline.type === 'link' ? `${inner} (${inline.url})` : inner;
    })
    .join('')
    .replaceAll('\n', ' ');
}

/** Neighbours of one kind as one: their marks side by side would be read as another mark. */
function merged(inlines: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const inline of inlines) {
    const last = result.at(-1);
    if (inline.type === 'text' && inline.value === '') continue;
    if (inline.type === 'text' && last?.type === 'text') {
      result[result.length - 1] = text(last.value + inline.value);
    } else if (
      (inline.type === 'strong' || inline.type === 'emphasis' || inline.type === 'strike') &&
      last?.type === inline.type
    ) {
      const children = merged([...last.children, ...inline.children]);
      result[result.length - 1] = { type: inline.type, children };
    } else result.push(inline);
  }
  return result;
}
