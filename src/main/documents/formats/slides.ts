import path from 'node:path';
import type { Archive } from './archive.ts';
import { allOf, isElement, parseXml, tableRow, type XmlElement } from './xml.ts';

/** The slides of a PowerPoint presentation (.pptx) in their order, with notes. */
export function slidesToText(archive: Archive): string {
  const root = 'ppt/presentation.xml';
  const targets = relationsOf(archive, root);
  const slides = allOf(parseXml(archive.text(root)), 'p:sldId').map(
    (slide) => targets.get(slide.getAttribute('r:id') ?? '')?.target ?? '',
  );
  return slides
    .map((file, index) => {
      const text = slideText(parseXml(archive.text(file)));
      const notes = [...relationsOf(archive, file).values()].find(({ type }) =>
        type.endsWith('/notesSlide'),
      );
      const noted = notes ? notesText(parseXml(archive.text(notes.target))) : '';
      return [`## Slide ${index + 1}`, text, noted && `Notes: ${noted}`]
        .filter(Boolean)
        .join('\n\n');
    })
    .join('\n\n');
}

/** What a part of the file refers to, by the ids that it uses. */
function relationsOf(
  archive: Archive,
  part: string,
): Map<string, { target: string; type: string }> {
  const folder = path.posix.dirname(part);
  const file = `${folder}/_rels/${path.posix.basename(part)}.rels`;
  return new Map(
    allOf(parseXml(archive.text(file)), 'Relationship').map((relation) => {
      const target = relation.getAttribute('Target') ?? '';
      const resolved = target.startsWith('/') ? target.slice(1) : path.posix.join(folder, target);
      return [
        relation.getAttribute('Id') ?? '',
        { target: resolved, type: relation.getAttribute('Type') ?? '' },
      ];
    }),
  );
}

function slideText(root: XmlElement | undefined): string {
  return allOf(root, 'p:spTree').flatMap(blocksOf).join('\n\n');
}

/** The texts of shapes and tables, in the order of the file. */
function blocksOf(element: XmlElement): string[] {
  return [...element.children].flatMap((child) => {
    if (child.tagName === 'a:tbl') return [tableText(child)];
    if (child.tagName === 'p:txBody') return [paragraphsOf(child)].filter(Boolean);
    return blocksOf(child);
  });
}

function tableText(table: XmlElement): string {
  const rows = allOf(table, 'a:tr').map((row) => tableRow(allOf(row, 'a:tc').map(paragraphsOf)));
  return rows.join('\n');
}

function paragraphsOf(body: XmlElement): string {
  return allOf(body, 'a:p')
    .map(runsOf)
    .filter((line) => line.trim() !== '')
    .join('\n');
}

function runsOf(element: XmlElement): string {
  return [...element.childNodes]
    .map((node) => {
      if (!isElement(node)) return '';
      if (node.tagName === 'a:t') return node.textContent ?? '';
      return node.tagName === 'a:br' ? '\n' : runsOf(node);
    })
    .join('');
}

/** Of a notes page its text, not its number and date. */
function notesText(root: XmlElement | undefined): string {
  return allOf(root, 'p:sp')
    .filter((shape) => allOf(shape, 'p:ph').some((place) => place.getAttribute('type') === 'body'))
    .map((shape) => allOf(shape, 'p:txBody').map(paragraphsOf).join('\n'))
    .join('\n');
}
