import path from 'node:path';

/** Whether `file` is `folder` itself or lies under it. Both absolute; compared as text, no links are followed. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return (
    relative === '' ||
    (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative))
  );
}

/**
 * The absolute path that is meant: `~` is the home folder, anything relative starts in the
 * workspace. Purely textual.
 */
export function resolvePath(given: string, base: { workspace: string; home: string }): string {
  if (given === '~') return path.resolve(base.home);
  if (/^~[/\\]/.test(given)) return path.resolve(base.home, given.slice(2));
  return path.resolve(base.workspace, given);
}

/** How a path is shown: relative to the workspace within it, absolute elsewhere. */
export function displayPath(absolute: string, workspace: string): string {
  if (!isInside(workspace, absolute)) return absolute;
  return path.relative(workspace, absolute) || '.';
}

/** Whether this error says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
