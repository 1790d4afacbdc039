import { realpathSync } from 'node:fs';
import path from 'node:path';

/** An absolute path with its links followed, as far as it exists. */
export function realPath(file: string): string {
  for (let folder = file; ; folder = path.dirname(folder)) {
    try {
      return path.join(realpathSync(folder), path.relative(folder, file));
    } catch {
      // Does not exist, or must not be read: its parent tells.
      if (folder === path.dirname(folder)) return file;
    }
  }
}
