/**
 * How a document is packed: `archive` is a ZIP file, which holds what Word, Excel, PowerPoint,
 * LibreOffice and readers of books write; `old-office` what they wrote before 2007.
 */
export type DocumentKind = 'pdf' | 'archive' | 'notebook' | 'old-office';

/** How many bytes tell what a document is. */
const sniffed = 1_024;

/**
 * What a file is, by its first bytes and its name; undefined for what is no document of a known kind.
 * @param start 1,024 bytes suffice
 */
export function documentKind(start: Uint8Array, name: string): DocumentKind | undefined {
  const bytes = Buffer.from(start.subarray(0, sniffed));
  if (bytes.includes('%PDF-')) return 'pdf';
  if (['504b0304', '504b0506'].includes(bytes.toString('hex', 0, 4))) return 'archive';
  if (bytes.toString('hex', 0, 8) === 'd0cf11e0a1b11ae1') return 'old-office';
  if (/\.ipynb$/i.test(name) && /^\s*\{/.test(bytes.toString('latin1'))) return 'notebook';
  return undefined;
}
