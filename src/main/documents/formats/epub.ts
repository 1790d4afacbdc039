import path from 'node:path';
import type { Archive } from './archive.ts';
import { DocumentError } from './document-error.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { allOf, parseXml } from './xml.ts';

/** The chapters of a book (.epub) in reading order, as Markdown. */
export function epubToText(archive: Archive): string {
  const container = parseXml(archive.text('META-INF/container.xml'));
  const file = allOf(container, 'rootfile')[0]?.getAttribute('full-path') ?? '';
  const book = parseXml(archive.text(file));
  if (!book) throw new DocumentError('its list of chapters is missing');
  const folder = path.posix.dirname(file);
  const items = named(book, 'item').map((item) => [
    item.getAttribute('id') ?? '',
    decodeURIComponent(item.getAttribute('href') ?? ''),
  ]);
  const files = new Map(items as [string, string][]);
  const chapters = named(book, 'itemref').map((reference) => {
    const href = files.get(reference.getAttribute('idref') ?? '');
    return href === undefined ? '' : chapterText(archive.text(path.posix.join(folder, href)));
  });
  const [title] = named(book, 'title').map((element) => element.textContent?.trim());
  return [title && `# ${title}`, ...chapters].filter(Boolean).join('\n\n');
}

/** Some books give their elements a prefix. */
function named(book: NonNullable<ReturnType<typeof parseXml>>, name: string) {
  return ['', 'opf:', 'dc:'].flatMap((prefix) => allOf(book, `${prefix}${name}`));
}

function chapterText(xhtml: string): string {
  const body = /<body[^>]*>([^]*)<\/body>/i.exec(xhtml)?.[1] ?? xhtml;
  return htmlToMarkdown(body);
}
