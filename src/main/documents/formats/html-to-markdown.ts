import TurndownService from 'turndown';

/** The part of an element that is used here; this program is compiled without the browser's types. */
interface HtmlElement {
  readonly children: { readonly length: number };
  readonly parentElement: HtmlElement | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): HtmlElement | null;
  closest(selector: string): HtmlElement | null;
}

/** HTML as Markdown, with tables; of pictures their description stays. Takes long for large pages. */
export function htmlToMarkdown(html: string): string {
  const service = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
  });
  service.remove(['script', 'style', 'noscript']);
  // Pictures cannot be seen here; what they show is in their text.
  service.addRule('picture', {
    filter: 'img',
    replacement: (_, node) => {
      const alt = (node as unknown as HtmlElement).getAttribute('alt')?.trim();
      return alt ? `[image: ${alt}]` : '';
    },
  });
  service.addRule('cell', {
    filter: ['td', 'th'],
    replacement: (content) => ` ${content.trim().replaceAll('\n', ' ').replaceAll('|', '\\|')} |`,
  });
  service.addRule('row', {
    filter: 'tr',
    replacement: (content, node) => {
      const row = node as unknown as HtmlElement;
      const first = row.parentElement?.closest('table')?.querySelector('tr') === row;
      const line = first ? `\n|${' --- |'.repeat(row.children.length)}` : '';
      return `|${content}${line}\n`;
    },
  });
  service.addRule('table', { filter: 'table', replacement: (content) => `\n\n${content}\n\n` });
  return service
    .turndown(html)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
