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
