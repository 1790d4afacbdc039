import { mkdir } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Settings } from '../../shared/settings.ts';

/** `~` and `~/folder` with the home folder in its place; other paths as they are. */
export function expandHome(path: string, homeDir: string): string {
  return path === '~' || /^~[\\/]/.test(path) ? join(homeDir, path.slice(1)) : path;
}

/** The folder in which the agent works; absolute. `Hermes` in the home folder when none is set. */
export function resolveWorkspace(settings: Settings, homeDir: string): string {
  const chosen = settings.agent.workspace || join('~', 'Hermes');
  const expanded = expandHome(chosen, homeDir);
  return isAbsolute(expanded) ? expanded : resolve(homeDir, expanded);
}

/**
 * The workspace, made where it is missing. To be called when the agent first works in it, so that
 * nobody finds an empty folder who never used one.
 * @throws the file system's error when it cannot be made.
 */
export async function ensureWorkspace(settings: Settings, homeDir: string): Promise<string> {
  const workspace = resolveWorkspace(settings, homeDir);
  await mkdir(workspace, { recursive: true });
  return workspace;
}
