import { cpus } from 'node:os';

/**
 * A figure, with what it is held against.
 * @typedef {object} Row
 * @property {string} figure
 * @property {string} unit
 * @property {number | null} baseline what the yardstick reaches; null: the target is absolute
 * @property {number} value
 * @property {{ atMost: number } | { atLeast: number }} target of the ratio, or of the value
 */

/** The row with its ratio and whether it meets its target. */
export function judge(row) {
  const measured = row.baseline === null ? row.value : row.value / row.baseline;
  const met =
    'atMost' in row.target ? measured <= row.target.atMost : measured >= row.target.atLeast;
  return { ...row, measured, met };
}

/** All rows as one table. */
export function table(rows) {
  const lines = rows.map((row) => {
    const times = row.baseline === null ? '' : ' ×';
    const sign = 'atMost' in row.target ? '≤' : '≥';
    const limit = Object.values(row.target)[0];
    return [
      row.figure,
      row.baseline === null ? '' : `${number(row.baseline)} ${row.unit}`,
      `${number(row.value)} ${row.unit}`,
      row.baseline === null ? '' : `${row.measured.toFixed(2)} ×`,
      `${sign} ${limit}${times || ` ${row.unit}`}`,
      row.met ? 'met' : 'MISSED',
    ];
  });
  const all = [['figure', 'yardstick', 'host', 'ratio', 'target', 'verdict'], ...lines];
  const widths = all[0].map((_, column) => Math.max(...all.map((line) => line[column].length)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What is written to the JSON file. */
export function results(rows) {
  return {
    at: new Date().toISOString(),
    node: process.version,
    cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    rows,
  };
}

function number(value) {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}
