import { DOMParser } from 'linkedom';

/** The part of the DOM that is used here; this program is compiled without the browser's types. */
export interface XmlNode {
  readonly nodeType: number;
  readonly textContent: string | null;
  readonly childNodes: Iterable<XmlNode>;
}
export interface XmlElement extends XmlNode {
  /** With its prefix, as it stands in the file: `a:p`. */
  readonly tagName: string;
  readonly children: Iterable<XmlElement>;
  getAttribute(name: string): string | null;
  getElementsByTagName(name: string): Iterable<XmlElement>;
}

/**
 * The root of an XML file. Lenient: entities of its own are not expanded, nothing is loaded.
 * @returns undefined for a file without elements
 */
export function parseXml(text: string): XmlElement | undefined {
  if (!text.includes('<')) return undefined;
  const document = new DOMParser().parseFromString(text, 'text/xml');
  return (document.documentElement as unknown as XmlElement | null) ?? undefined;
}

/** All elements of a name below a root. */
export function allOf(root: XmlElement | undefined, name: string): XmlElement[] {
  return root ? [...root.getElementsByTagName(name)] : [];
}

/** An element, and not text or a comment. */
export function isElement(node: XmlNode): node is XmlElement {
  return node.nodeType === 1;
}

/** Cells of a row as one line. */
export function tableRow(cells: readonly string[]): string {
  const lines = cells.map((cell) => cell.trim().replaceAll('\n', ' ').replaceAll('|', '\\|'));
  return `| ${lines.join(' | ')} |`;
}
