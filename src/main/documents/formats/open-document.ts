import type { Archive } from './archive.ts';
import { isElement, parseXml, tableRow, type XmlElement, type XmlNode } from './xml.ts';

/** Repeated empty cells and rows at the end of a sheet run into millions. */
const mostRepeats = 100;

/** The text of an OpenDocument file: of texts (.odt), sheets (.ods) and slides (.odp). */
export function openDocumentToText(archive: Archive): string {
  const root = parseXml(archive.text('content.xml'));
  return root
    ? blocksOf(root, 0)
        .join('\n')
        .replaceAll(/\n{3,}/g, '\n\n')
        .trim()
    : '';
}

function blocksOf(element: XmlElement, depth: number): string[] {
  let slides = 0;
  return [...element.children].flatMap((child): string[] => {
    switch (child.tagName) {
      case 'text:h': {
        const level = Math.min(6, Number(child.getAttribute('text:outline-level')) || 1);
        return ['', `${'#'.repeat(level)} ${inline(child)}`, ''];
      }
      case 'text:p':
        return depth > 0 ? [inline(child)] : [inline(child), ''];
      case 'text:list-item':
        return listItem(child, depth);
      case 'text:list':
        return [...blocksOf(child, depth + 1), ...(depth === 0 ? [''] : [])];
      case 'table:table':
        return tableOf(child);
      case 'draw:page':
        slides += 1;
        return ['', `## Slide ${slides}`, '', ...blocksOf(child, depth)];
      case 'presentation:notes': {
        const notes = blocksOf(child, depth).filter((line) => line.trim() !== '');
        return notes.length > 0 ? [`Notes: ${notes.join('\n')}`, ''] : [];
      }
      // Where its author's name, its styles and its changes stand.
      case 'office:meta':
      case 'office:styles':
      case 'office:automatic-styles':
      case 'text:tracked-changes':
      case 'text:sequence-decls':
        return [];
      default:
        return blocksOf(child, depth);
    }
  });
}

function listItem(item: XmlElement, depth: number): string[] {
  const [first = '', ...rest] = blocksOf(item, depth);
  return [`${'  '.repeat(depth - 1)}- ${first}`, ...rest];
}

function tableOf(table: XmlElement): string[] {
  const name = table.getAttribute('table:name');
  const rows = rowsOf(table);
  return ['', ...(name ? [`### ${name}`, ''] : []), ...rows, ''];
}

function rowsOf(table: XmlElement): string[] {
  return [...table.children].flatMap((child) => {
    if (child.tagName !== 'table:table-row') return rowsOf(child);
    const cells = [...child.children].flatMap((cell) => {
      if (!/^table:(covered-)?table-cell$/.test(cell.tagName)) return [];
      return repeated(cellText(cell), cell.getAttribute('table:number-columns-repeated'));
    });
    while (cells.at(-1) === '') cells.pop();
    if (cells.length === 0) return [];
    return repeated(tableRow(cells), child.getAttribute('table:number-rows-repeated'));
  });
}

function cellText(cell: XmlElement): string {
  return blocksOf(cell, 1)
    .filter((line) => line !== '')
    .join(' ');
}

function repeated(text: string, times: string | null): string[] {
  return Array.from({ length: Math.min(mostRepeats, Number(times) || 1) }, () => text);
}

/** The text of a paragraph: spaces, tabs and line breaks are elements. */
function inline(node: XmlNode): string {
  return [...node.childNodes]
    .map((child) => {
      if (!isElement(child)) return (child.textContent ?? '').replaceAll(/\s+/g, ' ');
      switch (child.tagName) {
        case 'text:s':
          return ' '.repeat(Math.min(mostRepeats, Number(child.getAttribute('text:c')) || 1));
        case 'text:tab':
          return '\t';
        case 'text:line-break':
          return '\n';
        case 'text:note':
          return ` [${inline(child).trim()}]`;
        case 'office:annotation':
          return '';
        default:
          return inline(child);
      }
    })
    .join('');
}
