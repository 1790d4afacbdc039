import readSheets from 'read-excel-file/node';
import type { Archive } from './archive.ts';
import { tableRow } from './xml.ts';

/** The sheets of an Excel workbook (.xlsx), each as a table. */
export async function sheetsToText(archive: Archive): Promise<string> {
  const sheets = await readSheets(archive.repacked());
  return sheets
    .map(({ sheet, data }) => {
      const rows = data.map((row) => tableRow(row.map(cellText)));
      return `## Sheet: ${sheet}\n\n${rows.length > 0 ? rows.join('\n') : '(empty)'}`;
    })
    .join('\n\n');
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    return value
      .toISOString()
      .replace(/T00:00:00\.000Z$/, '')
      .replace(/\.000Z$/, 'Z');
  }
  return String(value as string | number | boolean);
}
