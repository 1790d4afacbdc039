/**
 * `node scripts/release-notes.mjs VERSION [FILE]`: prints what CHANGELOG.md says of a version, given
 * as `1.2.3` or as its tag `v1.2.3`. Ends with 1 where it says nothing, so that no release goes out
 * without a word.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [given = '', file = join(import.meta.dirname, '..', 'CHANGELOG.md')] = process.argv.slice(2);
const version = given.replace(/^v/, '');

/** The part under `## VERSION`, with or without brackets and date, up to the next of its level. */
function sectionOf(changelog, name) {
  const lines = changelog.split(/\r?\n/);
  const isHeading = (line) => line.startsWith('## ');
  const start = lines.findIndex(
    (line) => isHeading(line) && line.slice(3).split(/\s/)[0].replace(/[[\]]/g, '') === name,
  );
  if (start === -1) return '';
  const length = lines.slice(start + 1).findIndex(isHeading);
  return lines
    .slice(start + 1, length === -1 ? undefined : start + 1 + length)
    .join('\n')
    .trim();
}

const notes = version && sectionOf(readFileSync(file, 'utf8'), version);
if (notes) console.log(notes);
else {
  console.error(
    version
      ? `CHANGELOG.md says nothing of ${version}: give it a section "## ${version}".`
      : 'Which version? node scripts/release-notes.mjs 1.2.3',
  );
  process.exitCode = 1;
}
