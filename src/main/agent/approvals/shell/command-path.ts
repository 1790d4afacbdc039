import { realPathSync } from '../../../system/files/real-path.ts';

/** What a process finds of itself there is another file for each; the rest there leads on to folders. */
const ofWhoeverLooks = /^\/proc\/(thread-)?self\/(?!(root|cwd|fd|task|map_files)(\/|$))/;

/** An absolute path with its links followed, as far as they can be, as a command of ours would find it. */
export function commandPath(file: string): string {
  return ofWhoeverLooks.test(file) ? file : realPathSync(file);
}
