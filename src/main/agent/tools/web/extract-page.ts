import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { htmlToMarkdown } from '../../../documents/formats/html-to-markdown.ts';

/** A page as it was fetched. */
export interface ExtractJob {
  body: Uint8Array;
  /** As the server named it; a `meta` element of the page may name another. */
  charset: string | undefined;
  /** Where it was found, for relative links. */
  url: string;
}

/** What a person would read of a page. */
export interface ExtractedPage {
  title: string;
  markdown: string;
}

/** The part of the DOM that is used here; this program is compiled without the browser's types. */
interface PageElement {
  readonly textContent: string | null;
  readonly innerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  querySelector(selector: string): PageElement | null;
  remove(): void;
}
interface PageDocument {
  readonly documentElement: PageElement;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  cloneNode(deep: boolean): unknown;
}
type ReadabilityDocument = ConstructorParameters<typeof Readability>[0];

/** Articles shorter than this are no article: then the whole page is taken. */
const shortestArticle = 200;
/** Bytes at the start of a page in which its charset is looked for, as browsers do. */
const sniffed = 4_096;

/**
 * The readable part of an HTML page as Markdown. Takes up to seconds for large pages: for a worker.
 */
export function extractPage({ body, charset, url }: ExtractJob): ExtractedPage {
  const html = decode(body, charset);
  // The parser adds no `html` and `body` of its own where a page leaves them out.
  const whole = /<html[\s>]/i.test(html)
    ? html
    : `<!doctype html><html><body>${html}</body></html>`;
  const { document } = parseHTML(whole) as unknown as { document: PageDocument };
  makeAbsolute(document, url);
  const heading = document.querySelector('title') ?? document.querySelector('h1');
  const title = heading?.textContent ?? '';
  // Readability takes the document apart, so it gets a copy of its own.
  const copy = document.cloneNode(true) as ReadabilityDocument;
  const article = new Readability(copy, { charThreshold: shortestArticle }).parse();
  const text = article?.textContent?.trim() ?? '';
  const content = article?.content && text.length >= shortestArticle ? article.content : undefined;
  const markdown = htmlToMarkdown(content ?? wholePage(document));
  return { title: (article?.title || title).trim(), markdown };
}

function decode(body: Uint8Array, charset: string | undefined): string {
  const start = new TextDecoder('latin1').decode(body.subarray(0, sniffed));
  const named = charset ?? /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named).decode(body);
  } catch {
    // A charset nobody knows.
    return new TextDecoder().decode(body);
  }
}

function makeAbsolute(document: PageDocument, url: string): void {
  const base = document.querySelector('base[href]')?.getAttribute('href') ?? '';
  const from = URL.canParse(base, url) ? new URL(base, url).href : url;
  for (const name of ['href', 'src']) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const value = element.getAttribute(name) ?? '';
      if (URL.canParse(value, from)) element.setAttribute(name, new URL(value, from).href);
    }
  }
}

/** The page without what nobody reads. */
function wholePage(document: PageDocument): string {
  const unread =
    'title, script, style, noscript, template, svg, iframe, nav, header, footer, [hidden]';
  for (const element of document.querySelectorAll(unread)) element.remove();
  return (document.querySelector('body') ?? document.documentElement).innerHTML;
}
