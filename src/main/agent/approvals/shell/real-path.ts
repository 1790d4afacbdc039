import { realpathSync } from 'node:fs';
import path from 'node:path';

/** What a process finds of itself there is another file for each; the rest there leads on to folders. */
const ofWhoeverLooks = /^\/proc\/(thread-)?self\/(?!(root|cwd|fd|task|map_files)(\/|$))/;

/** An absolute path with its links followed, as far as it exists, as a command of ours would find it. */
export function realPath(file: string): string {
  if (ofWhoeverLooks.test(file)) return file;
  for (let folder = file; ; folder = path.dirname(folder)) {
    try {
      return path.join(realpathSync(folder), path.relative(folder, file));
    } catch {
      // Does not exist, or must not be read: its parent tells.
      if (folder === path.dirname(folder)) return file;
    }
  }
}
