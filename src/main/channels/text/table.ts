/** How a column stands. */
export type Alignment = 'left' | 'right' | 'center' | null;

/**
 * A table as text in columns of equal width, for a typeface in which all letters are. The first row
 * is the heading.
 */
export function alignedTable(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(3, ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const lineOf = (row: readonly string[]): string =>
    widths
      .map((width, column) => padded(row[column] ?? '', width, alignments[column] ?? null))
      .join(' | ')
      .trimEnd();
  const ruler = widths.map((width) => '-'.repeat(width)).join('-|-');
  const [heading = [], ...body] = rows;
  return [lineOf(heading), ruler, ...body.map(lineOf)].join('\n');
}

function padded(cell: string, width: number, alignment: Alignment): string {
  const missing = width - widthOf(cell);
  const before =
    alignment === 'right' ? missing : alignment === 'center' ? Math.floor(missing / 2) : 0;
  return ' '.repeat(before) + cell + ' '.repeat(missing - before);
}

/** What takes two places: East Asian scripts and their full-width forms, emoji. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|[\u{20000}-\u{3FFFD}]/u;
/** What takes none: marks on the letter before, joiners, direction marks. */
const narrow = /[\p{M}\p{Cf}]/u;

/** Places that a text takes on the screen, near enough. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!narrow.test(character)) width += wide.test(character) ? 2 : 1;
  }
  return width;
}
